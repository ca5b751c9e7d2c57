using NetThreat.Core.Net;

namespace NetThreat.Learning.SequenceWindows;

/// <summary>Whose flows a window holds.</summary>
/// <param name="Site">The namespace of the addresses.</param>
/// <param name="Host">The initiator.</param>
/// <param name="Peer">The other side, or default in windows of hosts.</param>
public readonly record struct WindowKey(string Site, Address Host, Address Peer = default);
