using NetThreat.Core.Stores;
using NetThreat.Testing.Stores;
using NetThreat.Tests.Contracts;

namespace NetThreat.Tests.Storage;

public sealed class MemoryFlowStoreTests : FlowStoreContract
{
    private readonly MemoryFlowStore _store = new();

    protected override IFlowWriter Writer => _store;

    protected override IFlowReader Reader => _store;

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;
}

public sealed class MemoryIncidentStoreTests : IncidentStoreContract
{
    private readonly MemoryIncidentStore _store = new();

    protected override IIncidentWriter Writer => _store;

    protected override IIncidentReader Reader => _store;

    protected override IIncidentHandlingStore Handling => _store;

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;
}

public sealed class VolatileCheckpointsTests : CheckpointStoreContract
{
    protected override ICheckpointStore Store { get; } = new VolatileCheckpoints();

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;
}

public sealed class MemoryLedgerStoreTests : LedgerStoreContract
{
    protected override ILedgerStore Store { get; } = new MemoryLedgerStore();

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;
}

public sealed class MemoryUserStoreTests : UserStoreContract
{
    protected override IUserStore Store { get; } = new MemoryUserStore();

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;
}
