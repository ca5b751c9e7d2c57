using NetThreat.Core.Randomness;

namespace NetThreat.Simulation.Messages;

/// <summary>Builds a message in network order, with blocks whose length stands before them.</summary>
internal sealed class MessageWriter
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public MessageWriter U8(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    public MessageWriter U16(int value) => U8(value >> 8).U8(value);

    public MessageWriter U32(uint value) => U16((int)(value >> 16)).U16((int)value);

    public MessageWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public MessageWriter Zeros(int count)
    {
        for (int i = 0; i < count; i++) _bytes.Add(0);
        return this;
    }

    public MessageWriter Random(Xoshiro256 random, int count)
    {
        var bytes = new byte[count];
        random.Fill(bytes);
        return Bytes(bytes);
    }

    /// <summary>A block after its length in <paramref name="width"/> bytes.</summary>
    public MessageWriter Block(int width, Action<MessageWriter> content)
    {
        int at = _bytes.Count;
        Zeros(width);
        content(this);
        int length = _bytes.Count - at - width;
        for (int i = 0; i < width; i++) _bytes[at + i] = (byte)(length >> 8 * (width - 1 - i));
        return this;
    }

    public byte[] ToArray() => [.. _bytes];
}
