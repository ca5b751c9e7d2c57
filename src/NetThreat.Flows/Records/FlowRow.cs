using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Time;
using NetThreat.Flows.Features;
using NetThreat.Flows.Table;

namespace NetThreat.Flows.Records;

/// <summary>
/// A flow record in an object that the meter uses again and again: for writers that need nothing of it after the call. The fields are
/// those of <see cref="FlowRecord"/>.
/// </summary>
public sealed class FlowRow
{
    private readonly byte[] _history = new byte[FlowSlot.MaxHistory];
    private readonly FlowIdentity _identity;
    private readonly HistoryText _texts;
    private FlowRecord? _record;
    private FirstPackets _first;
    private PacketSequence? _sequence;
    private bool _hasFirst;
    private int _historyLength;
    private Id128 _id;
    private bool _hasId;

    internal FlowRow(FlowIdentity identity, HistoryText texts) => (_identity, _texts) = (identity, texts);

    public FlowKey Key { get; internal set; }

    public int Segment { get; internal set; }

    public bool Final => EndReason != FlowEnd.None;

    public FlowEnd EndReason { get; internal set; }

    public Timestamp Start { get; internal set; }

    public Timestamp End { get; internal set; }

    public Timestamp Time { get; internal set; }

    public FlowCounters Delta { get; internal set; }

    public FlowCounters Total { get; internal set; }

    public ConnState State { get; internal set; }

    public ushort Vlan { get; internal set; }

    public bool DirectionDoubtful { get; internal set; }

    public Id128 Parent { get; internal set; }

    public TunnelKind Tunnel { get; internal set; }

    public Anomaly Anomalies { get; internal set; }

    public int IcmpErrors { get; internal set; }

    public int LastIcmpError { get; internal set; }

    /// <summary>Copies the first packets into the caller's memory, <see cref="PacketSequence.MaxPackets"/> places each, without making a sequence.</summary>
    /// <returns>How many there are.</returns>
    public int CopyFirstPackets(Span<int> lengths, Span<int> gaps, Span<byte> flags) => _hasFirst ? _first.CopyTo(lengths, gaps, flags) : 0;

    /// <summary>Made when it is first asked for.</summary>
    public PacketSequence? Sequence => _sequence ??= _hasFirst ? _first.ToSequence() : null;

    public ApplicationFacts? Application { get; internal set; }

    /// <summary>Version of the schema that <see cref="Features"/> follows.</summary>
    public int FeatureSchema { get; internal set; } = FlowFeatures.ShortVersion;

    /// <summary>
    /// In the order of the feature schema; only for a final row, and overwritten by the next one. The short version fills its own columns
    /// alone.
    /// </summary>
    public double[] Features { get; } = new double[FlowFeatures.Schema.Columns.Count];

    /// <summary>The columns of <see cref="Features"/> that the row has; empty unless final.</summary>
    public ReadOnlySpan<double> FeatureRow => Final ? Features.AsSpan(0, FeatureSchema == FlowFeatures.ShortVersion ? FlowFeatures.ShortColumns : Features.Length) : default;

    /// <summary>Letters in ASCII.</summary>
    public ReadOnlySpan<byte> History => _history.AsSpan(0, _historyLength);

    internal string HistoryText => _texts.Of(History);

    /// <summary>Computed when it is first asked for: it is a cryptographic hash, and not every writer prints it.</summary>
    public Id128 Id
    {
        get
        {
            if (!_hasId) SetId(_identity.Of(Key, Start.Nanoseconds));
            return _id;
        }
    }

    /// <summary>When the record is due to leave: its time, and later by as much as its flow began behind the clock.</summary>
    internal long Release { get; set; }

    internal void SetHistory(ReadOnlySpan<byte> letters)
    {
        letters.CopyTo(_history);
        _historyLength = letters.Length;
    }

    internal void SetFirst(in FirstPackets first) => (_first, _hasFirst) = (first, true);

    internal void SetId(Id128 id) => (_id, _hasId) = (id, true);

    internal void Forget()
    {
        _hasId = false;
        _record = null;
        Application = null;
        _sequence = null;
        _hasFirst = false;
    }

    /// <summary>The same as a record that stays as it is.</summary>
    public FlowRecord Record => _record ??= new FlowRecord
    {
        Id = Id,
        Key = Key,
        Segment = Segment,
        Final = Final,
        EndReason = EndReason,
        Start = Start,
        End = End,
        Time = Time,
        Delta = Delta,
        Total = Total,
        State = State,
        History = HistoryText,
        Vlan = Vlan,
        DirectionDoubtful = DirectionDoubtful,
        Parent = Parent,
        Tunnel = Tunnel,
        Anomalies = Anomalies,
        IcmpErrors = IcmpErrors,
        LastIcmpError = LastIcmpError,
        Sequence = Sequence,
        Application = Application,
        FeatureSchema = Final ? FeatureSchema : 0,
        Features = Final ? FeatureRow.ToArray() : null,
    };
}
