using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live;

/// <summary>One means of capture on one interface that is there: what <see cref="InterfaceSource"/> opens, reads, and opens again.</summary>
public interface ILiveCapture : IDisposable
{
    /// <summary>The largest packet the interface sends by itself, in bytes of the network layer; 0 where unknown.</summary>
    int Mtu { get; }

    /// <summary>Why the capture has ended, in words, once a read says <see cref="LiveRead.Gone"/>.</summary>
    string Fault { get; }

    /// <summary>The share of the buffer, 0 to 1, that waits to be read.</summary>
    double Fill { get; }

    /// <summary>Clears the batch and fills it; its bytes are good until the next read.</summary>
    /// <param name="wait">How long to wait for the first packet.</param>
    LiveRead Read(PacketBatch batch, TimeSpan wait);

    /// <summary>Running totals since the opening.</summary>
    LiveCounters Count();

    /// <summary>No packet more comes into the buffer; what is in it can still be read.</summary>
    void StopIntake();
}

/// <summary>What a look at an interface brought.</summary>
public enum LiveRead
{
    /// <summary>Packets are in the batch.</summary>
    Packets = 0,

    /// <summary>Nothing came in time.</summary>
    Silence,

    /// <summary>The interface went away or down: nothing will come of this capture.</summary>
    Gone,
}

/// <summary>What the system below counted of one capture.</summary>
/// <param name="Received">Packets that passed the filter, those that were dropped included.</param>
/// <param name="Dropped">Of them, packets for which the buffer had no room.</param>
/// <param name="InterfaceDropped">Packets that the interface or its driver lost before; where that is known.</param>
/// <param name="Freezes">How often the buffer was full.</param>
public readonly record struct LiveCounters(long Received, long Dropped, long InterfaceDropped, long Freezes);
