namespace NetThreat.Capture.Ipfix;

/// <summary>An element of which we know the name (IANA IPFIX registry, or its enterprise's).</summary>
/// <param name="Enterprise">0 for IANA's own.</param>
/// <param name="Name">The registry's spelling.</param>
/// <param name="Slot">Where its value goes.</param>
/// <param name="Index">Which of several of one slot: the position of an MPLS label.</param>
internal sealed record InformationElement(uint Enterprise, ushort Id, string Name, ElementType Type, Slot Slot, byte Index = 0);
