using NetThreat.Core.Net;

namespace NetThreat.Core.Flows;

/// <summary>
/// Who speaks to whom. For ICMP the ports are Zeek's: type as the originator's and the matching reply type (or the code) as the responder's.
/// </summary>
public readonly record struct FlowKey(Address Originator, Address Responder, ushort OriginatorPort, ushort ResponderPort, byte Protocol);
