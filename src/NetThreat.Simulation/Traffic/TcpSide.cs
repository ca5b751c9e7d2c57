using NetThreat.Simulation.Frames;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;

namespace NetThreat.Simulation.Traffic;

/// <summary>One side's part of a TCP connection.</summary>
internal sealed class TcpSide(Endpoint endpoint, Xoshiro256 random)
{
    private readonly uint _clockOffset = (uint)random.Next();
    private readonly byte[] _options = new byte[20];

    public Endpoint Endpoint { get; } = endpoint;

    public TcpStack Stack => Endpoint.Host.Stack;

    /// <summary>The next sequence number to send.</summary>
    public uint Next { get; set; } = (uint)random.Next();

    /// <summary>The next sequence number expected of the other side.</summary>
    public uint Expected { get; set; }

    /// <summary>The newest timestamp value this side sent (RFC 7323 section 3.2).</summary>
    public uint TimestampValue { get; private set; }

    /// <summary>From the tap to this side and back, its processing included.</summary>
    public TimeSpan RoundTrip { get; } = 2 * endpoint.Host.Distance + random.Milliseconds(0.02, 0.2);

    public ushort Window(byte flags) => (flags & TcpFlag.Syn) != 0 ? Stack.Window : (ushort)(Stack.Window * 4 >> Stack.WindowScale);

    /// <summary>The options of a segment, in the order in which the stack writes them.</summary>
    public ReadOnlySpan<byte> Options(byte flags, bool timestamps, uint echo, TimeSpan now)
    {
        if (timestamps) TimestampValue = unchecked(_clockOffset + (uint)(now.Ticks / TimeSpan.TicksPerMillisecond));
        int mss = Endpoint.Address.IsV4 ? 1460 : 1440;
        ReadOnlySpan<byte> options = (flags & TcpFlag.Syn) == 0
            ? timestamps ? [1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0] : []
            : timestamps ? [2, 4, (byte)(mss >> 8), (byte)mss, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, Stack.WindowScale]
            : [2, 4, (byte)(mss >> 8), (byte)mss, 1, 3, 3, Stack.WindowScale, 1, 1, 4, 2];
        options.CopyTo(_options);
        var written = _options.AsSpan(0, options.Length);
        if (timestamps)
        {
            int at = (flags & TcpFlag.Syn) == 0 ? 4 : 8;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(written[at..], TimestampValue);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(written[(at + 4)..], echo);
        }

        return written;
    }
}
