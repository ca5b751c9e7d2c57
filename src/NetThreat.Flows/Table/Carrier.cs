using NetThreat.Core.Flows;
using NetThreat.Core.Identity;

namespace NetThreat.Flows.Table;

/// <summary>The flow whose payload a packet came out of, and how; default for packets directly on the wire.</summary>
internal readonly record struct Carrier(Id128 Parent, TunnelKind Tunnel);
