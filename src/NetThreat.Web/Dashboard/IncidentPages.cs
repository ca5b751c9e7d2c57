using NetThreat.Core.Incidents;
using NetThreat.Core.Net;
using NetThreat.Core.Stores;

namespace NetThreat.Web.Dashboard;

/// <summary>The page of incidents on screen. One visitor's; the circuit calls it one call at a time.</summary>
public sealed class IncidentPages(IIncidentReader incidents)
{
    public const int PageSize = 20;

    // The cursors of the pages up to the one shown; the first page has none.
    private readonly List<string?> _cursors = [null];
    private string? _next;

    public IReadOnlyList<IncidentView> Rows { get; private set; } = [];

    public IncidentState? State { get; private set; }

    public Address? Host { get; private set; }

    public int PageNumber => _cursors.Count;

    public bool HasNext => _next is not null;

    /// <summary>Something changed that a later page does not show.</summary>
    public bool Newer { get; private set; }

    /// <summary>Why the rows are not current; null when they are.</summary>
    public string? Fault { get; private set; }

    public Task FilterAsync(IncidentState? state, Address? host)
    {
        (State, Host) = (state, host);
        _cursors.RemoveRange(1, _cursors.Count - 1);
        return LoadAsync();
    }

    public Task NextAsync()
    {
        if (_next is null) return Task.CompletedTask;
        _cursors.Add(_next);
        return LoadAsync();
    }

    public Task PreviousAsync()
    {
        if (_cursors.Count > 1) _cursors.RemoveAt(_cursors.Count - 1);
        return LoadAsync();
    }

    /// <summary>Shows what came in: on the first page at once; a later page stays still under the reader's eyes.</summary>
    public Task RefreshAsync()
    {
        if (PageNumber == 1) return LoadAsync();
        Newer = true;
        return Task.CompletedTask;
    }

    public async Task LoadAsync()
    {
        try
        {
            var page = await incidents.QueryAsync(new(Host: Host, State: State, Limit: PageSize, Cursor: _cursors[^1]), CancellationToken.None);
            (Rows, _next, Newer, Fault) = (page.Rows, page.Next, PageNumber > 1 && Newer, null);
        }
#pragma warning disable CA1031 // The store is away: the page says so and tries again with the next change.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fault = e.Message;
        }
    }
}
