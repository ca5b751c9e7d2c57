using NetThreat.Core.Identity;
using NetThreat.Core.Net;

namespace NetThreat.Storage.Sqlite;

/// <summary>What the index knows of a flow.</summary>
internal readonly record struct FlowEntry(long Row, long Start, Id128 Id, Address Originator, Address Responder);
