using System.Buffers.Binary;

namespace NetThreat.Packets.Dns;

/// <summary>Domain names in messages: labels and compression pointers (RFC 1035 sections 3.1 and 4.1.4), bounded against loops.</summary>
public static class DnsName
{
    /// <summary>A name's limit on the wire, its length bytes included (RFC 1035 section 3.1).</summary>
    public const int MaxWire = 255;

    /// <summary>Characters the longest name takes in presentation form: every byte escaped as \DDD, and the dots.</summary>
    public const int MaxText = MaxWire * 4;

    private const int MaxPointers = 32;

    /// <summary>Checks the name at an offset with all it points to.</summary>
    /// <returns>The offset behind the name where it stands; -1 when it is malformed, too long, or runs out of the message.</returns>
    internal static int Skip(ReadOnlySpan<byte> message, int offset)
    {
        var walk = new Walk(message, offset);
        while (walk.Next(out _))
        {
        }

        return walk.Failed ? -1 : walk.End;
    }

    /// <returns>Characters written, or -1.</returns>
    internal static int Write(ReadOnlySpan<byte> message, int offset, Span<char> destination)
    {
        var walk = new Walk(message, offset);
        int n = 0;
        while (walk.Next(out var label))
        {
            if (n > 0 && !Put(destination, ref n, '.')) return -1;
            foreach (byte b in label)
            {
                if (!Put(destination, ref n, b)) return -1;
            }
        }

        return walk.Failed ? -1 : n;
    }

    private static bool Put(Span<char> destination, ref int n, byte b)
    {
        if (b is (byte)'.' or (byte)'\\') return Put(destination, ref n, '\\') && Put(destination, ref n, (char)b);
        if (b is >= 0x21 and <= 0x7E) return Put(destination, ref n, b is >= (byte)'A' and <= (byte)'Z' ? (char)(b | 0x20) : (char)b);
        return Put(destination, ref n, '\\') && Put(destination, ref n, (char)('0' + b / 100))
            && Put(destination, ref n, (char)('0' + b / 10 % 10)) && Put(destination, ref n, (char)('0' + b % 10));
    }

    private static bool Put(Span<char> destination, ref int n, char c)
    {
        if (n >= destination.Length) return false;
        destination[n++] = c;
        return true;
    }

    /// <summary>Label by label through a name. Pointers may only lead backwards, so every name ends.</summary>
    private ref struct Walk(ReadOnlySpan<byte> message, int offset)
    {
        private readonly ReadOnlySpan<byte> _message = message;
        private int _at = offset;
        private int _limit = offset;
        private int _wire = 1;
        private int _pointers;

        /// <summary>Behind the name where it began; -1 until that is known.</summary>
        public int End { get; private set; } = -1;

        public bool Failed { get; private set; }

        public bool Next(out ReadOnlySpan<byte> label)
        {
            label = default;
            while ((uint)_at < (uint)_message.Length)
            {
                int length = _message[_at];
                if (length >= 0xC0)
                {
                    if (!Follow()) return Fail();
                    continue;
                }

                if (length == 0)
                {
                    if (End < 0) End = _at + 1;
                    return false;
                }

                _wire += length + 1;
                if (length > 63 || _wire > MaxWire || _message.Length - _at - 1 < length) return Fail();
                label = _message.Slice(_at + 1, length);
                _at += length + 1;
                return true;
            }

            return Fail();
        }

        private bool Follow()
        {
            if (_message.Length - _at < 2 || ++_pointers > MaxPointers) return false;
            int target = BinaryPrimitives.ReadUInt16BigEndian(_message[_at..]) & 0x3FFF;
            if (End < 0) End = _at + 2;
            if (target >= _limit || target < DnsMessage.HeaderLength) return false;
            _at = _limit = target;
            return true;
        }

        private bool Fail()
        {
            Failed = true;
            return false;
        }
    }
}
