using Google.Protobuf;

namespace NetThreat.Core.Wire;

/// <summary><see cref="DeadLetter"/> to and from the bytes of <c>DeadLetterMessage</c> (dead_letter.proto).</summary>
public static class DeadLetterCodec
{
    public static byte[] Encode(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return new DeadLetterMessage
        {
            Topic = letter.Topic,
            Partition = (uint)letter.Partition,
            Offset = letter.Offset,
            Reason = letter.Reason,
            Payload = ByteString.CopyFrom(letter.Payload.Span),
        }.ToByteArray();
    }

    /// <returns>False with the reason when the bytes are not a plausible message.</returns>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, out DeadLetter? value, out string? error) =>
        WireCheck.TryDecode(payload, DeadLetterMessage.Parser, FromWire, out value, out error);

    private static DeadLetter FromWire(DeadLetterMessage w, WireCheck check) => new(
        check.Text(w.Topic, WireLimits.MaxName, "a topic"), check.Int(w.Partition, int.MaxValue, "a partition"),
        check.Count(w.Offset, "an offset"), check.Text(w.Reason, WireLimits.MaxText, "a reason"), w.Payload.ToByteArray());
}
