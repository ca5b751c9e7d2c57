using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.Detection;

/// <summary>How detectors write their words into checkpoint entries. Only the version that wrote them reads them: an entry starts with it.</summary>
internal static class StateCodec
{
    private const byte Version = 1;

    public static byte[] Save(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var w = new BinaryWriter(stream);
        w.Write(Version);
        write(w);
        w.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The entry was written by another version.</exception>
    public static void Load(byte[] saved, Action<BinaryReader> read)
    {
        using var r = new BinaryReader(new MemoryStream(saved));
        if (r.ReadByte() is var v && v != Version) throw new InvalidDataException($"checkpoint entry of version {v}, this release reads {Version}");
        read(r);
    }

    public static void Write(BinaryWriter w, Address a)
    {
        w.Write(a.High);
        w.Write(a.Low);
    }

    public static Address ReadAddress(BinaryReader r) => new(r.ReadUInt64(), r.ReadUInt64());

    public static void Write(BinaryWriter w, Id128 id)
    {
        w.Write(id.High);
        w.Write(id.Low);
    }

    public static Id128 ReadId(BinaryReader r) => new(r.ReadUInt64(), r.ReadUInt64());

    /// <summary>The length, then the bytes.</summary>
    public static void Write(BinaryWriter w, ReadOnlySpan<byte> bytes)
    {
        w.Write(bytes.Length);
        w.Write(bytes);
    }

    public static byte[] ReadBytes(BinaryReader r) => r.ReadBytes(r.ReadInt32());

    public static void Write(BinaryWriter w, Timestamp t) => w.Write(t.Nanoseconds);

    public static Timestamp ReadTime(BinaryReader r) => new(r.ReadInt64());
}
