using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.Flows.Conformance;
using NetThreat.Flows.Features;
using NetThreat.Flows.Table;

namespace NetThreat.Flows.Records;

/// <summary>Makes the next record of a flow and marks what it covers as published.</summary>
internal sealed unsafe class RecordBuilder(FlowIdentity identity, FlowRowPool rows)
{
    /// <returns>A row that the receiver gives back to the pool.</returns>
    public FlowRow Build(ref FlowSlot f, long time, FlowEnd reason, ApplicationFacts? facts)
    {
        var row = rows.Take();
        var total = new FlowCounters(f.Originator, f.Responder);
        row.Key = KeyOf(f);
        row.Segment = f.Segment;
        row.EndReason = reason;
        row.Start = new Timestamp(f.Start);
        row.End = new Timestamp(f.Last);
        row.Time = new Timestamp(time);
        row.Delta = total - new FlowCounters(f.Rare->PublishedOriginator, f.Rare->PublishedResponder);
        row.Total = total;
        row.State = ConnStates.Of(ref f);
        fixed (byte* letters = f.History) row.SetHistory(new ReadOnlySpan<byte>(letters, f.HistoryLength));
        row.Vlan = f.Vlan;
        row.DirectionDoubtful = f.DirectionDoubtful;
        row.Parent = f.Rare->Parent;
        row.Tunnel = f.Tunnel;
        row.Anomalies = f.Anomalies | FlowRules.OfTimesToLive(f.Extended);
        row.IcmpErrors = f.Rare->IcmpErrors;
        row.LastIcmpError = f.Rare->LastIcmpError;
        row.Application = facts;
        if (f.HasId) row.SetId(f.Rare->Id);
        if (reason == FlowEnd.None) Publish(ref f, row);
        else Fill(row, ref f, total);
        return row;
    }

    /// <summary>The flow's id, kept for its next record.</summary>
    public Id128 IdOf(ref FlowSlot f)
    {
        if (f.HasId) return f.Rare->Id;
        f.HasId = true;
        return f.OwnRare()->Id = identity.Of(KeyOf(f), f.Start);
    }

    private void Publish(ref FlowSlot f, FlowRow row)
    {
        row.SetId(IdOf(ref f));
        f.Segment++;
        RareState* rare = f.OwnRare();
        rare->PublishedOriginator = f.Originator;
        rare->PublishedResponder = f.Responder;
    }

    private static FlowKey KeyOf(in FlowSlot f) => f.OriginatorIsB
        ? new FlowKey(f.Key.B, f.Key.A, f.Key.PortB, f.Key.PortA, f.Key.Protocol)
        : new FlowKey(f.Key.A, f.Key.B, f.Key.PortA, f.Key.PortB, f.Key.Protocol);

    private static void Fill(FlowRow whole, ref FlowSlot f, in FlowCounters total)
    {
        double[] row = whole.Features;
        FeatureRow.Fill(row, f.Features, *f.Rare, total, f.Key.Protocol);
        bool tcp = f.Key.Protocol == IpProtocol.Tcp;
        row[FlowFeatures.OriginatorStreamBytes] = tcp ? f.OriginatorTcp.StreamBytes(f.ResponderTcp.State) : total.Originator.PayloadBytes;
        row[FlowFeatures.ResponderStreamBytes] = tcp ? f.ResponderTcp.StreamBytes(f.OriginatorTcp.State) : total.Responder.PayloadBytes;
        row[FlowFeatures.MissedBytes] = f.Rare->OriginatorMissed + (double)f.Rare->ResponderMissed;
        row[FlowFeatures.OpenDuration] = ((tcp ? f.LastOpen : f.Last) - f.Start) / 1e3;
        if (f.Extended == null) return;
        whole.FeatureSchema = FlowFeatures.Schema.Version;
        whole.SetFirst(in f.Extended->First);
        ExtendedRow.Fill(row.AsSpan(FlowFeatures.ShortColumns), *f.Extended, total, f.Key.Protocol);
    }
}
