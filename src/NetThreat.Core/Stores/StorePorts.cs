using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Ledger;
using NetThreat.Core.Net;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;

namespace NetThreat.Core.Stores;

/// <summary>A flow record together with where it was seen.</summary>
public readonly record struct StoredFlow(Vantage Vantage, StreamId Stream, FlowRecord Record);

/// <summary>One page of rows, newest first.</summary>
/// <param name="Next">An opaque cursor for the following page, or null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, string? Next);

/// <summary>Which flows. Every condition that is set must hold.</summary>
/// <param name="Host">Originator or responder.</param>
/// <param name="Peer">The other side of <paramref name="Host"/>.</param>
/// <param name="From">Flow start at or after.</param>
/// <param name="To">Flow start before.</param>
public sealed record FlowQuery(
    string? Site = null, Address? Host = null, Address? Peer = null, ushort? ResponderPort = null, byte? Protocol = null, string? Service = null,
    Timestamp? From = null, Timestamp? To = null, int Limit = 100, string? Cursor = null);

/// <summary>
/// Writes flows: one row per flow id, the segment number is the row's revision, only a higher one writes. The row's application facts are
/// those of all its segments (<see cref="ApplicationFacts.Join"/>).
/// </summary>
public interface IFlowWriter
{
    ValueTask WriteAsync(IReadOnlyList<StoredFlow> flows, CancellationToken cancellation);
}

/// <summary>Reads flows, newest start first.</summary>
public interface IFlowReader
{
    /// <exception cref="ArgumentException">The cursor is not one of this query.</exception>
    ValueTask<Page<StoredFlow>> QueryAsync(FlowQuery query, CancellationToken cancellation);

    /// <summary>The rows of these ids that exist, in any order.</summary>
    ValueTask<IReadOnlyList<StoredFlow>> GetAsync(IReadOnlyList<Id128> ids, CancellationToken cancellation);

    ValueTask<long> CountAsync(CancellationToken cancellation);
}

/// <summary>An incident with what people did to it.</summary>
public sealed record IncidentView(Incident Incident, IncidentHandling Handling);

/// <summary>Which incidents. Every condition that is set must hold.</summary>
/// <param name="Host">Key entity, or in the sample of attackers or victims.</param>
/// <param name="From">Last activity at or after.</param>
/// <param name="To">First activity before.</param>
public sealed record IncidentQuery(
    string? Site = null, Address? Host = null, string? Technique = null, IncidentState? State = null, double? MinRisk = null,
    Timestamp? From = null, Timestamp? To = null, int Limit = 50, string? Cursor = null);

/// <summary>Writes incidents: only a higher revision of an id writes; people's columns are untouched.</summary>
public interface IIncidentWriter
{
    ValueTask WriteAsync(IReadOnlyList<Incident> incidents, CancellationToken cancellation);
}

/// <summary>Reads incidents, newest <see cref="Incident.Updated"/> first, and takes what people set.</summary>
public interface IIncidentReader
{
    /// <exception cref="ArgumentException">The cursor is not one of this query.</exception>
    ValueTask<Page<IncidentView>> QueryAsync(IncidentQuery query, CancellationToken cancellation);

    ValueTask<IncidentView?> GetAsync(Id128 id, CancellationToken cancellation);

    ValueTask<long> CountAsync(CancellationToken cancellation);
}

/// <summary>What people set on incidents.</summary>
public interface IIncidentHandlingStore
{
    /// <summary>Replaces the handling if its version is still <paramref name="expectedVersion"/>.</summary>
    /// <returns>The new handling, or null when the version was another (nothing is written) or the incident is unknown.</returns>
    ValueTask<IncidentHandling?> SetAsync(Id128 incident, IncidentState state, string? assignee, string? comment, long expectedVersion, CancellationToken cancellation);
}

/// <summary>A worker's position and state in one partition, saved together.</summary>
/// <param name="Owner">Role, topic and partition, for example <c>detector/netthreat.flows.v1/0</c>.</param>
/// <param name="Epoch">The owner's epoch.</param>
/// <param name="Position">The next offset to process.</param>
/// <param name="ReplayFrom">The earliest offset needed to rebuild what was received and not yet applied; at most <paramref name="Position"/>.</param>
/// <param name="Entries">Changed state entries by key; a null value deletes. On load: every entry.</param>
public sealed record Checkpoint(string Owner, long Epoch, long Position, long ReplayFrom, IReadOnlyList<KeyValuePair<string, byte[]?>> Entries);

/// <summary>Checkpoints, incremental: a save changes the named entries only, all or nothing.</summary>
public interface ICheckpointStore
{
    /// <summary>
    /// Takes the owner's partition over: in one act reads its state and refuses saves of every older epoch from then on, so that a
    /// predecessor that still lives cannot write into what its successor has read.
    /// </summary>
    /// <returns>The saved state; null when nothing was saved yet.</returns>
    ValueTask<Checkpoint?> ClaimAsync(string owner, long epoch, CancellationToken cancellation);

    /// <returns>False when a checkpoint of a newer epoch exists: the caller is no longer the owner and must stop.</returns>
    ValueTask<bool> SaveAsync(Checkpoint checkpoint, CancellationToken cancellation);
}

/// <summary>Which ledger rows.</summary>
public sealed record LedgerQuery(string? Stage = null, string? Stream = null, Timestamp? From = null, Timestamp? To = null, int Limit = 500);

/// <summary>Ledger rows by (stage, stream, minute); only a higher revision writes.</summary>
public interface ILedgerStore
{
    ValueTask WriteAsync(IReadOnlyList<LedgerRow> rows, CancellationToken cancellation);

    /// <summary>Newest minute first.</summary>
    ValueTask<IReadOnlyList<LedgerRow>> QueryAsync(LedgerQuery query, CancellationToken cancellation);
}

/// <summary>A person who may sign in.</summary>
/// <param name="PasswordHash">An opaque, salted, versioned hash; never the password.</param>
/// <param name="SecurityStamp">Changes with the password: sessions of an older stamp end.</param>
public sealed record UserAccount(string Name, string PasswordHash, string SecurityStamp, bool MustChangePassword);

public interface IUserStore
{
    ValueTask<UserAccount?> FindAsync(string name, CancellationToken cancellation);

    ValueTask<long> CountAsync(CancellationToken cancellation);

    /// <summary>Adds or replaces by name.</summary>
    ValueTask SaveAsync(UserAccount account, CancellationToken cancellation);
}
