using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Stores;
using NetThreat.Web.Identity;

namespace NetThreat.Web.Dashboard;

/// <summary>One incident with its evidence, and what people do about it.</summary>
public sealed partial class IncidentPanel
{
    private const int MaxExampleFlows = 16;

    private ElementReference _heading;
    private IncidentView? _view;
    private IReadOnlyList<StoredFlow> _flows = [];
    private Id128 _shown;
    private int _named;
    private bool _busy;
    private bool _focusPending;
    private string? _comment;
    private string? _notice;
    private string? _fault;

    /// <summary>Which incident.</summary>
    [Parameter, EditorRequired]
    public Id128 Id { get; set; }

    /// <summary>Rises when incidents changed: read again.</summary>
    [Parameter]
    public long Version { get; set; }

    /// <summary>Called after people changed the incident.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    private long _loadedVersion = -1;

    protected override async Task OnParametersSetAsync()
    {
        bool other = _shown != Id || _view is null;
        if (!other && _loadedVersion == Version) return;
        _loadedVersion = Version;
        if (_shown != Id)
        {
            (_shown, _focusPending, _notice) = (Id, true, null);
            (_view, _comment, _flows) = (null, null, []);
        }
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_focusPending || _view is null) return;
        _focusPending = false;
        await _heading.FocusAsync(preventScroll: true);
    }

    private async Task LoadAsync()
    {
        try
        {
            var before = _view;
            var view = await Incidents.GetAsync(Id, CancellationToken.None);
            // A note being written is not overwritten by news.
            if (before is null || (_comment ?? "") == (before.Handling.Comment ?? "")) _comment = view?.Handling.Comment;
            if (view is not null && before?.Incident.Revision != view.Incident.Revision) await LoadFlowsAsync(view.Incident);
            (_view, _fault) = (view, null);
        }
#pragma warning disable CA1031 // The store is away: the panel says so and tries again with the next change.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _fault = $"The store does not answer: {e.Message}";
        }
    }

    private async Task LoadFlowsAsync(Incident incident)
    {
        var ids = incident.Findings.SelectMany(f => f.Flows).Distinct().ToList();
        _named = ids.Count;
        _flows = [.. (await Flows.GetAsync([.. ids.Take(MaxExampleFlows)], CancellationToken.None)).OrderBy(f => f.Record.Start.Nanoseconds)];
    }

    private async Task SetStateAsync(IncidentState state)
    {
        if (_view is not { } view) return;
        var user = (await Authentication).User;
        if (await Sessions.CheckAsync(user, CancellationToken.None) != SessionState.Current)
        {
            Navigation.NavigateTo("/sign-in", forceLoad: true);
            return;
        }
        _busy = true;
        string? assignee = state == view.Handling.State ? view.Handling.Assignee : state == IncidentState.Open ? null : user.Identity?.Name;
        string? comment = string.IsNullOrWhiteSpace(_comment) ? null : _comment.Trim();
        var written = await Handling.SetAsync(Id, state, assignee, comment, view.Handling.Version, CancellationToken.None);
        _busy = false;
        _notice = written is null ? "Someone else changed this incident meanwhile. Their change is shown now; repeat yours if it is still right." : null;
        if (written is not null) _comment = written.Comment;
        await LoadAsync();
        Live.NoteHandling();
        await Changed.InvokeAsync();
    }

    private void KeyAsync(KeyboardEventArgs e)
    {
        if (e.Key == "Escape") Navigation.NavigateTo("/");
    }

    private static IEnumerable<(string Name, IncidentState State, string Style)> Actions(IncidentState state)
    {
        if (state == IncidentState.Open) yield return ("Acknowledge", IncidentState.Acknowledged, "button-primary");
        if (state != IncidentState.Closed) yield return ("Close incident", IncidentState.Closed, state == IncidentState.Acknowledged ? "button-primary" : "");
        if (state != IncidentState.Open) yield return ("Reopen", IncidentState.Open, "");
    }

    private static string Findings(Incident i) => i.FindingCount == i.Findings.Count
        ? string.Create(CultureInfo.InvariantCulture, $"{i.FindingCount} {(i.FindingCount == 1 ? "finding" : "findings")}")
        : string.Create(CultureInfo.InvariantCulture, $"{i.Findings.Count} of {i.FindingCount} findings");
}
