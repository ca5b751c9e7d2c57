using NetThreat.Core.Stores;
using NetThreat.Tests.Contracts;

namespace NetThreat.Tests.Storage;

public sealed class SqliteFlowStoreTests : FlowStoreContract
{
    private readonly TemporaryStores _temporary = new();

    protected override IFlowWriter Writer => _temporary.Stores.FlowWriter;

    protected override IFlowReader Reader => _temporary.Stores.FlowReader;

    public override Task InitializeAsync() => _temporary.OpenAsync();

    public override async Task DisposeAsync() => await _temporary.DisposeAsync();
}

/// <summary>The same with an index that is brought up to date every few rows.</summary>
public sealed class SqliteIndexedFlowStoreTests : FlowStoreContract
{
    private readonly TemporaryStores _temporary = new();

    protected override IFlowWriter Writer => _temporary.Stores.FlowWriter;

    protected override IFlowReader Reader => _temporary.Stores.FlowReader;

    public override Task InitializeAsync() => _temporary.OpenAsync(o => o with { IndexedRows = 7 });

    public override async Task DisposeAsync() => await _temporary.DisposeAsync();
}

public sealed class SqliteIncidentStoreTests : IncidentStoreContract
{
    private readonly TemporaryStores _temporary = new();

    protected override IIncidentWriter Writer => _temporary.Stores.IncidentWriter;

    protected override IIncidentReader Reader => _temporary.Stores.IncidentReader;

    protected override IIncidentHandlingStore Handling => _temporary.Stores.IncidentHandling;

    public override Task InitializeAsync() => _temporary.OpenAsync();

    public override async Task DisposeAsync() => await _temporary.DisposeAsync();
}

public sealed class SqliteCheckpointStoreTests : CheckpointStoreContract
{
    private readonly TemporaryStores _temporary = new();

    protected override ICheckpointStore Store => _temporary.Stores.Checkpoints;

    public override Task InitializeAsync() => _temporary.OpenAsync();

    public override async Task DisposeAsync() => await _temporary.DisposeAsync();
}

public sealed class SqliteLedgerStoreTests : LedgerStoreContract
{
    private readonly TemporaryStores _temporary = new();

    protected override ILedgerStore Store => _temporary.Stores.Ledger;

    public override Task InitializeAsync() => _temporary.OpenAsync();

    public override async Task DisposeAsync() => await _temporary.DisposeAsync();
}

public sealed class SqliteUserStoreTests : UserStoreContract
{
    private readonly TemporaryStores _temporary = new();

    protected override IUserStore Store => _temporary.Stores.Users;

    public override Task InitializeAsync() => _temporary.OpenAsync();

    public override async Task DisposeAsync() => await _temporary.DisposeAsync();
}
