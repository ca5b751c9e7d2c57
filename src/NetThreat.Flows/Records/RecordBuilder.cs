using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Flows.Features;
using NetThreat.Flows.Table;

namespace NetThreat.Flows.Records;

/// <summary>Makes the next record of a flow and marks what it covers as published.</summary>
internal sealed unsafe class RecordBuilder(Vantage vantage) : IDisposable
{
    private readonly FlowIdentity _identity = new(vantage);
    private readonly HistoryText _history = new();

    public FlowRecord Build(ref FlowSlot f, long time, FlowEnd reason, ApplicationFacts? facts)
    {
        var key = KeyOf(f);
        bool final = reason != FlowEnd.None;
        var total = new FlowCounters(f.Originator, f.Responder);
        var record = new FlowRecord
        {
            Id = IdOf(ref f),
            Key = key,
            Segment = f.Segment,
            Final = final,
            EndReason = reason,
            Start = new Timestamp(f.Start),
            End = new Timestamp(f.Last),
            Time = new Timestamp(time),
            Delta = total - new FlowCounters(f.PublishedOriginator, f.PublishedResponder),
            Total = total,
            State = ConnStates.Of(ref f),
            History = HistoryOf(ref f),
            Vlan = f.Vlan,
            DirectionDoubtful = f.DirectionDoubtful,
            Parent = f.Parent,
            Tunnel = f.Tunnel,
            Anomalies = f.Anomalies,
            Application = facts,
            Features = final ? Row(ref f, total) : null,
        };
        f.Segment++;
        f.PublishedOriginator = f.Originator;
        f.PublishedResponder = f.Responder;
        return record;
    }

    public Id128 IdOf(ref FlowSlot f)
    {
        if (f.HasId) return f.Id;
        f.HasId = true;
        return f.Id = _identity.Of(KeyOf(f), f.Start);
    }

    public void Dispose() => _identity.Dispose();

    private static FlowKey KeyOf(in FlowSlot f) => f.OriginatorIsB
        ? new FlowKey(f.Key.B, f.Key.A, f.Key.PortB, f.Key.PortA, f.Key.Protocol)
        : new FlowKey(f.Key.A, f.Key.B, f.Key.PortA, f.Key.PortB, f.Key.Protocol);

    private string HistoryOf(ref FlowSlot f)
    {
        fixed (byte* letters = f.History) return _history.Of(new ReadOnlySpan<byte>(letters, f.HistoryLength));
    }

    private static double[] Row(ref FlowSlot f, in FlowCounters total)
    {
        var row = new double[FlowFeatures.Schema.Columns.Count];
        FeatureRow.Fill(row, f.Features, total, f.Key.Protocol);
        bool tcp = f.Key.Protocol == IpProtocol.Tcp;
        row[FlowFeatures.OriginatorStreamBytes] = tcp ? f.OriginatorTcp.StreamBytes(f.ResponderTcp.State) : total.Originator.PayloadBytes;
        row[FlowFeatures.ResponderStreamBytes] = tcp ? f.ResponderTcp.StreamBytes(f.OriginatorTcp.State) : total.Responder.PayloadBytes;
        row[FlowFeatures.MissedBytes] = f.OriginatorTcp.Missed + (double)f.ResponderTcp.Missed;
        row[FlowFeatures.OpenDuration] = ((tcp ? f.LastOpen : f.Last) - f.Start) / 1e3;
        return row;
    }
}
