using System.Buffers.Binary;
using NetThreat.Capture.Files;
using NetThreat.Core.Packets;
using NetThreat.Packets;
using NetThreat.Testing;
using NetThreat.Testing.Fuzz;

namespace NetThreat.Tests.Fuzz;

/// <summary>Real packets to begin from: the first ones of every capture in the data folder; without it, a few made here.</summary>
internal static class SeedPackets
{
    private const int PerCapture = 12, MaxBytes = 4096;

    private static readonly string[] Folders = ["peers/zeek/Traces", "peers/arkime", "peers/ndpi/pcap", "peers/suricata-verify", "peers/ja4", "peers/ipfixprobe/inputs"];

    public static IReadOnlyList<FuzzInput> Load(int perCapture = PerCapture)
    {
        var seeds = new List<FuzzInput>();
        if (Data.Root is null) return [Made(6), Made(17), Made(1)];
        foreach (string folder in Folders.Select(f => Data.Path(f)).Where(Directory.Exists))
            foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsCapture).Order(StringComparer.Ordinal)) Add(file, perCapture, seeds);
        return seeds;
    }

    /// <summary>Payloads of TCP, UDP and SCTP; the kind is the transport.</summary>
    public static IReadOnlyList<FuzzInput> Payloads(IReadOnlyList<FuzzInput> packets)
    {
        var payloads = new List<FuzzInput>();
        foreach (var packet in packets)
            if (PayloadOf(packet) is { } payload) payloads.Add(payload);
        return payloads;
    }

    private static unsafe FuzzInput? PayloadOf(FuzzInput packet)
    {
        var decoded = default(DecodedPacket);
        fixed (byte* p = packet.Bytes)
        {
            var captured = new CapturedPacket(p, packet.Bytes.Length, packet.Bytes.Length, default, packet.Kind);
            if (PacketDecoder.Decode(in captured, ref decoded) != DecodeOutcome.Flow || decoded.CapturedPayload == 0) return null;
        }

        return new(packet.Bytes.AsSpan(decoded.PayloadOffset, decoded.CapturedPayload).ToArray(), decoded.Protocol);
    }

    private static bool IsCapture(string path) => Path.GetExtension(path) is ".pcap" or ".pcapng" or ".cap" or ".trace";

    private static void Add(string file, int limit, List<FuzzInput> seeds)
    {
        try
        {
            using var source = CaptureFile.Open(file);
            var batch = new PacketBatch(limit);
            if (!source.Read(batch, default)) return;
            foreach (ref readonly var p in batch.Packets)
                if (p.Length is > 0 and <= MaxBytes) seeds.Add(new(p.Data.ToArray(), p.LinkType));
        }
        catch (CaptureException)
        {
            // Some of the data is broken on purpose.
        }
    }

    /// <summary>An Ethernet frame with an IPv4 header and zeros behind it.</summary>
    private static FuzzInput Made(byte protocol)
    {
        byte[] b = new byte[90];
        b[12] = 8;
        b[14] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(16), 76);
        (b[22], b[23], b[46]) = (64, protocol, 0x50);
        return new(b, 1);
    }
}
