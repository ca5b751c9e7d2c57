using NetThreat.Core.Incidents;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Evaluation;

/// <summary>What the whole pipeline made of one capture.</summary>
internal interface ICaptureRun
{
    IReadOnlyList<Incident> Incidents { get; }

    /// <summary>Flow records in the order of their publication.</summary>
    int Records { get; }

    /// <summary>Event time of a record.</summary>
    Timestamp RecordTime(int index);

    /// <summary>The incidents that the first <paramref name="count"/> records give.</summary>
    Task<IReadOnlyList<Incident>> OfPrefixAsync(int count, CancellationToken cancellation);
}

/// <summary>Runs the whole pipeline over a source. The source stays the caller's.</summary>
internal delegate Task<ICaptureRun> RunPipeline(IPacketSource source, CancellationToken cancellation);
