using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Files;

/// <summary>
/// Several captures one after the other as one stream, each opened when its turn comes. A file that a folder or a pattern brought and that is no
/// capture is passed over with a warning; losses and warnings of all files add up.
/// </summary>
internal sealed class SequenceSource : IPacketSource, IWarningSource
{
    /// <summary>Enough to see what is going on; a folder may hold thousands of other files.</summary>
    private const int MaxWarnings = 20;

    private readonly IReadOnlyList<ListedFile> _files;
    private readonly SortedDictionary<string, long> _losses = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];
    private IPacketSource? _current;
    private int _next;
    private int _opened;
    private int _unsaid;

    /// <exception cref="CaptureException">The first capture cannot be opened, or none is one.</exception>
    public SequenceSource(string name, IReadOnlyList<ListedFile> files)
    {
        (Name, _files) = (name, files);
        if (!OpenNext()) throw new CaptureException($"'{name}' has no capture: {(_warnings.Count > 0 ? _warnings[0] : "name one")}");
    }

    public string Name { get; }

    public bool IsLive => false;

    public IReadOnlyList<LedgerLoss> Losses
    {
        get
        {
            var all = new SortedDictionary<string, long>(_losses, StringComparer.Ordinal);
            Add(all, _current);
            return [.. all.Select(l => new LedgerLoss(l.Key, l.Value))];
        }
    }

    public IReadOnlyList<string> Warnings =>
        [.. _warnings.Concat((_current as IWarningSource)?.Warnings ?? []), .. _unsaid > 0 ? [$"'{Name}': {_unsaid} more warnings of this kind"] : Array.Empty<string>()];

    public bool Read(PacketBatch batch, CancellationToken cancellation)
    {
        while (_current is not null)
        {
            if (_current.Read(batch, cancellation)) return true;
            Close();
            OpenNext();
        }

        batch.Clear();
        return false;
    }

    public void Dispose() => _current?.Dispose();

    private bool OpenNext()
    {
        while (_next < _files.Count)
        {
            var file = _files[_next++];
            try
            {
                _current = CaptureFile.Open(file.Path);
                _opened++;
                return true;
            }
            catch (CaptureException e) when (!file.Named || _opened > 0)
            {
                // What was read before stays good: a later file that is missing is a loss, not the end.
                if (file.Named) _losses["unreadable_file"] = _losses.GetValueOrDefault("unreadable_file") + 1;
                Warn($"skipped: {e.Message}");
            }
        }

        return false;
    }

    private void Close()
    {
        Add(_losses, _current);
        foreach (string warning in (_current as IWarningSource)?.Warnings ?? []) Warn(warning);
        _current!.Dispose();
        _current = null;
    }

    private void Warn(string warning)
    {
        if (_warnings.Count < MaxWarnings) _warnings.Add(warning);
        else _unsaid++;
    }

    private static void Add(SortedDictionary<string, long> totals, IPacketSource? source)
    {
        foreach (var loss in source?.Losses ?? []) totals[loss.Reason] = totals.GetValueOrDefault(loss.Reason) + loss.Count;
    }
}
