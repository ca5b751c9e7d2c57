namespace NetThreat.Core.Wire;

/// <summary>Bytes that could not be decoded, with where they were and why.</summary>
public sealed record DeadLetter(string Topic, int Partition, long Offset, string Reason, ReadOnlyMemory<byte> Payload);
