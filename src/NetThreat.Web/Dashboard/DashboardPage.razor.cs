using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Logging;
using NetThreat.Core.Identity;
using NetThreat.Core.Stores;
using NetThreat.Web.Identity;
using NetThreat.Web.Live;

namespace NetThreat.Web.Dashboard;

/// <summary>The one page: what is happening now, the incidents, and one of them.</summary>
public sealed partial class DashboardPage
{
    /// <summary>Incidents are read again at most this often, however many arrive.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(500);

    private const int TicksPerFigures = 2;
    private const int TicksPerSessionCheck = 60;

    private readonly CancellationTokenSource _end = new();
    private IncidentPages _list = default!;
    private Task _loop = Task.CompletedTask;
    private string _user = "";
    private bool _interactive;
    private long _version;
    private long _tick;

    /// <summary>The incident to show, from the address.</summary>
    [Parameter]
    public string? Id { get; set; }

    [Inject]
    private IIncidentReader Incidents { get; set; } = default!;

    [Inject]
    private IncidentBroadcast Live { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private Sessions Sessions { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<DashboardPage> Log { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    // An id that is none selects an incident that does not exist: the panel says so.
    private Id128? Selected => Id is null ? null : Id128.TryParse(Id, out var id) ? id : default(Id128);

    protected override async Task OnInitializedAsync()
    {
        _list = new(Incidents);
        _user = (await Authentication).User.Identity?.Name ?? "";
        _version = Live.Version;
        await _list.LoadAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        _interactive = true;
        _loop = RunAsync(_end.Token);
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    private async Task RunAsync(CancellationToken end)
    {
        try
        {
            using var timer = new PeriodicTimer(s_tick, Time);
            for (long tick = 1; await timer.WaitForNextTickAsync(end); tick++)
            {
                long now = tick;
                await InvokeAsync(() => TickAsync(now));
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The visitor left.
        }
        catch (ObjectDisposedException)
        {
            // The circuit ended between two ticks.
        }
#pragma warning disable CA1031 // The page would stand still in silence.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.LogError(e, "the dashboard of {User} stopped", _user);
            await DispatchExceptionAsync(e);
        }
    }

    private async Task TickAsync(long tick)
    {
        if (tick % TicksPerSessionCheck == 0 && await Sessions.CheckAsync((await Authentication).User, _end.Token) != SessionState.Current)
        {
            Navigation.NavigateTo("/sign-in", forceLoad: true);
            return;
        }
        _tick = tick;
        bool changed = Live.Version != _version;
        if (changed || _list.Fault is not null) await ReloadAsync();
        if (changed || tick % TicksPerFigures == 0) StateHasChanged();
    }

    private async Task ReloadAsync()
    {
        _version = Live.Version;
        await _list.RefreshAsync();
    }
}
