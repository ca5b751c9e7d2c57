using NetThreat.Testing.Samples;
using NetThreat.Tests.Web;

namespace NetThreat.IntegrationTests.Web;

/// <summary>A sensor that reports four times a second until it is disposed.</summary>
internal sealed class SteadySensor : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _reports;

    public SteadySensor(DashboardServer server) => _reports = Task.Run(() => RunAsync(server));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reports;
        _end.Dispose();
    }

    private async Task RunAsync(DashboardServer server)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            for (int second = 1; await timer.WaitForNextTickAsync(_end.Token); second++)
                await server.PublishAsync(AttackStory.Report(TimeProvider.System.GetUtcNow(), second));
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The test is over.
        }
    }
}
