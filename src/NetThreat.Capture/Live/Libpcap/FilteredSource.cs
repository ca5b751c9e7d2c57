using NetThreat.Capture.Files;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live.Libpcap;

/// <summary>The packets of another source that a filter lets pass; the others are counted as <c>filtered</c>.</summary>
internal sealed class FilteredSource : IPacketSource, IWarningSource, IPressureSource, IStoppableSource
{
    /// <summary>The ledger's name of packets that people did not ask for.</summary>
    public const string Reason = "filtered";

    /// <summary>As libpcap's largest.</summary>
    private const int SnapLength = 262_144;

    private readonly IPacketSource _inner;
    private readonly string _expression;
    private readonly PacketBatch _all = new();
    private readonly Dictionary<ushort, PacketFilter?> _filters = [];
    private readonly List<string> _warnings = [];
    private long _filtered;
    private bool _ended;
    private int _at;

    /// <param name="inner">Owned: disposed with this source.</param>
    /// <exception cref="CaptureException">The expression is none, or libpcap is missing.</exception>
    public FilteredSource(IPacketSource inner, string expression)
    {
        (_inner, _expression) = (inner, expression);
        // Most captures are of Ethernet: a slip in the expression shows before anything is read.
        new PacketFilter(expression, Packets.Link.LinkType.Ethernet, SnapLength).Dispose();
    }

    public string Name => _inner.Name;

    public bool IsLive => _inner.IsLive;

    public IReadOnlyList<LedgerLoss> Losses => _filtered == 0 ? _inner.Losses : [.. _inner.Losses.Append(new(Reason, _filtered)).OrderBy(l => l.Reason, StringComparer.Ordinal)];

    public IReadOnlyList<string> Warnings => [.. (_inner as IWarningSource)?.Warnings ?? [], .. _warnings];

    public double Pressure => (_inner as IPressureSource)?.Pressure ?? 0;

    public bool Read(PacketBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        // A file goes on until something passes; a live wire says that it is silent.
        while (batch.Count == 0)
        {
            if (_at == _all.Count)
            {
                if (_ended || !_inner.Read(_all, cancellation)) return false;
                _at = 0;
            }

            Pass(batch);
            if (IsLive) return true;
        }

        return true;
    }

    public void StopIntake()
    {
        if (_inner is IStoppableSource inner) inner.StopIntake();
        else _ended = true;
    }

    public void Dispose()
    {
        _inner.Dispose();
        foreach (var filter in _filters.Values) filter?.Dispose();
    }

    private void Pass(PacketBatch batch)
    {
        while (_at < _all.Count && !batch.IsFull)
        {
            ref readonly var packet = ref _all.Packets[_at++];
            if (!_filters.TryGetValue(packet.LinkType, out var filter)) filter = Compile(packet.LinkType);
            if (filter?.Matches(in packet) == true) batch.Add(packet);
            else _filtered++;
        }
    }

    /// <summary>An expression may say nothing of a link type (no addresses in its frames): then none of its packets is meant.</summary>
    private PacketFilter? Compile(ushort linkType)
    {
        try
        {
            return _filters[linkType] = new(_expression, linkType, SnapLength);
        }
        catch (CaptureException e)
        {
            _warnings.Add($"'{Name}': packets of link type {linkType} are left out: {e.Message}");
            return _filters[linkType] = null;
        }
    }
}
