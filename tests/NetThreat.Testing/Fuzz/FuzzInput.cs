namespace NetThreat.Testing.Fuzz;

/// <summary>Bytes for a parser.</summary>
/// <param name="Kind">What else the target needs to know of them: the link type of a packet, the transport of a payload; else 0.</param>
public sealed record FuzzInput(byte[] Bytes, ushort Kind);
