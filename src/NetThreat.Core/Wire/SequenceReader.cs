using NetThreat.Core.Flows;

namespace NetThreat.Core.Wire;

/// <summary>Reads the message <c>FirstPackets</c>.</summary>
internal static class SequenceReader
{
    public static PacketSequence? Read(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        int[] lengths = [], gaps = [];
        byte[] flags = [];
        while (r.Next(out uint tag))
            switch (tag)
            {
                case 10: lengths = Packed(ref r, true); break;
                case 18: gaps = Packed(ref r, false); break;
                case 26: flags = r.Bytes().ToArray(); break;
                default: r.Skip(tag); break;
            }
        if (r.Error is { } error) outer.Fail(error);
        else if (lengths.Length != gaps.Length || lengths.Length != flags.Length) outer.Fail("a packet sequence of unequal lengths");
        return outer.Error is null ? new PacketSequence(lengths, gaps, flags) : null;
    }

    private static int[] Packed(ref WireReader outer, bool zigzag)
    {
        var r = new WireReader(outer.Bytes());
        var values = new List<int>(PacketSequence.MaxPackets);
        while (!r.AtEnd)
        {
            ulong v = r.Varint();
            if (values.Count == PacketSequence.MaxPackets) r.Fail("a packet sequence is too long");
            else if (v > (zigzag ? uint.MaxValue : int.MaxValue)) r.Fail("a number of a packet sequence is out of range");
            else values.Add(zigzag ? (int)(v >> 1) ^ -(int)(v & 1) : (int)v);
        }

        if (r.Error is { } error) outer.Fail(error);
        return [.. values];
    }
}
