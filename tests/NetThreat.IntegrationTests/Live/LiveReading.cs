using NetThreat.Capture.Inputs;
using NetThreat.Capture.Live;
using NetThreat.Core.Packets;
using NetThreat.Testing.Captures;
using NetThreat.Testing.Network;

namespace NetThreat.IntegrationTests.Live;

/// <summary>An interface of a namespace, opened and read.</summary>
internal static class LiveReading
{
    // Against a hang alone.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>A whole replay waits in the ring, however slowly a busy machine plays it: a block holds at least what comes in its time.</summary>
    public static CaptureOptions Options { get; } = new() { RingBytes = 64 << 20, BlockBytes = 128 << 10, BlockTimeout = TimeSpan.FromMilliseconds(100) };

    public static IPacketSource Open(NetworkNamespace network, CaptureOptions? options = null, string filter = "", string name = NetworkNamespace.Tap) =>
        network.Inside(() => PacketSources.Open(new([], [name], filter), TimeProvider.System, options ?? Options).Source);

    /// <summary>Stops the intake and reads what is left, which is all that has come.</summary>
    public static SourceReading Rest(IPacketSource source)
    {
        ((IStoppableSource)source).StopIntake();
        return SourceReading.Of(source);
    }

    /// <summary>Reads until something holds.</summary>
    public static List<RecordedPacket> Until(IPacketSource source, Func<List<RecordedPacket>, bool> enough)
    {
        using var patience = new CancellationTokenSource(s_patience);
        var packets = new List<RecordedPacket>();
        var batch = new PacketBatch();
        while (!enough(packets))
        {
            Assert.True(source.Read(batch, patience.Token), "the source ended");
            foreach (ref readonly var p in batch.Packets) packets.Add(new(p.Time.Nanoseconds, p.Data.ToArray(), p.WireLength));
        }

        return packets;
    }
}
