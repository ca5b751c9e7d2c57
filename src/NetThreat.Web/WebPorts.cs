using Microsoft.Extensions.Logging;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Scores;
using NetThreat.Core.Stores;

namespace NetThreat.Web;

/// <summary>What the web role reads and writes.</summary>
/// <param name="Flows">Stored flows.</param>
/// <param name="Incidents">Stored incidents.</param>
/// <param name="Handling">What people set on incidents.</param>
/// <param name="Ledger">Accounts of the stages.</param>
/// <param name="Users">Who may sign in.</param>
/// <param name="Bus">Live incidents and sensor reports.</param>
/// <param name="Health">What the components of this process say of themselves.</param>
/// <param name="Time">The wall clock.</param>
/// <param name="Logging">Where the web server logs.</param>
public sealed record WebPorts(
    IFlowReader Flows, IIncidentReader Incidents, IIncidentHandlingStore Handling, ILedgerStore Ledger, IUserStore Users, IBus Bus,
    HealthBoard Health, TimeProvider Time, ILoggerFactory Logging)
{
    /// <summary>Scores stored flows with the active models, to explain them on demand.</summary>
    public IFlowScorer Scorer { get; init; } = NoScorer.Instance;
}
