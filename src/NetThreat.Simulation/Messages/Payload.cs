using System.Buffers.Binary;
using NetThreat.Core.Randomness;

namespace NetThreat.Simulation.Messages;

/// <summary>Bytes of one side of a stream, addressed by position, so that a retransmission carries the same ones and nothing is stored.</summary>
internal abstract class Payload
{
    public abstract long Length { get; }

    /// <summary>Fills the whole destination from <paramref name="offset"/> on; the caller stays within <see cref="Length"/>.</summary>
    public abstract void Fill(long offset, Span<byte> destination);

    /// <summary>The random stream of a seed from a position on.</summary>
    protected static void Random(ulong seed, long offset, Span<byte> destination)
    {
        Span<byte> word = stackalloc byte[8];
        while (destination.Length > 0)
        {
            int skip = (int)(offset & 7), n = Math.Min(8 - skip, destination.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(word, Xoshiro256.WordAt(seed, offset >> 3));
            word.Slice(skip, n).CopyTo(destination);
            destination = destination[n..];
            offset += n;
        }
    }
}

/// <summary>Given bytes.</summary>
internal sealed class BytesPayload(byte[] bytes) : Payload
{
    public override long Length => bytes.Length;

    public override void Fill(long offset, Span<byte> destination) => bytes.AsSpan((int)offset, destination.Length).CopyTo(destination);
}

/// <summary>Given bytes and random ones after them.</summary>
internal sealed class RandomPayload(byte[] head, long tail, ulong seed) : Payload
{
    public override long Length => head.Length + tail;

    public override void Fill(long offset, Span<byte> destination)
    {
        int fromHead = (int)Math.Clamp(head.Length - offset, 0, destination.Length);
        if (fromHead > 0) head.AsSpan((int)offset, fromHead).CopyTo(destination);
        Random(seed, offset + fromHead, destination[fromHead..]);
    }
}

/// <summary>TLS application data: records of at most 2^14 bytes of random content (RFC 8446 section 5.1), each with its header.</summary>
internal sealed class TlsDataPayload(long content, ulong seed) : Payload
{
    private const int Header = 5, MaxContent = 1 << 14, Whole = Header + MaxContent;

    public override long Length => content + (content + MaxContent - 1) / MaxContent * Header;

    public override void Fill(long offset, Span<byte> destination)
    {
        Random(seed, offset, destination);
        for (long record = offset / Whole; record * Whole < offset + destination.Length; record++)
        {
            int length = (int)Math.Min(MaxContent, content - record * MaxContent);
            ReadOnlySpan<byte> header = [0x17, 3, 3, (byte)(length >> 8), (byte)length];
            for (int i = 0; i < Header; i++)
                if (record * Whole + i - offset is var at and >= 0 && at < destination.Length) destination[(int)at] = header[i];
        }
    }
}
