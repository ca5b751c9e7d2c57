using System.Text.Json;
using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;
using NetThreat.Testing.Samples;

namespace NetThreat.Tests.Contracts;

/// <summary>What every ledger store does.</summary>
public abstract class LedgerStoreContract : IAsyncLifetime
{
    protected abstract ILedgerStore Store { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task Only_a_higher_revision_writes_and_rows_come_back_whole()
    {
        var row = FindingSamples.Ledger(new Random(1)) with { Revision = 5 };
        await Store.WriteAsync([row, row with { Revision = 4, In = 1 }, row with { Revision = 5, In = 2 }], default);
        Same([row], await Store.QueryAsync(new(), default));
        var newer = row with { Revision = 6, Dropped = [] };
        await Store.WriteAsync([newer], default);
        Same([newer], await Store.QueryAsync(new(), default));
    }

    [Fact]
    public async Task Rows_come_newest_minute_first_and_by_condition()
    {
        var rows = Enumerable.Range(0, 40).Select(i => FindingSamples.Ledger(new Random(i)) with
        {
            Stage = i % 2 == 0 ? "meter" : "detect",
            Stream = $"s{i % 3}",
            Minute = FlowSamples.Epoch + TimeSpan.FromMinutes(i),
        }).ToList();
        await Store.WriteAsync(rows, default);
        var newest = rows.OrderByDescending(r => r.Minute.Nanoseconds).ToList();
        Same([.. newest.Take(7)], await Store.QueryAsync(new(Limit: 7), default));
        Same([.. newest.Where(r => r.Stage == "meter" && r.Stream == "s1")], await Store.QueryAsync(new("meter", "s1"), default));
        Same([.. newest.Where(r => r.Minute >= rows[10].Minute && r.Minute < rows[20].Minute)], await Store.QueryAsync(new(From: rows[10].Minute, To: rows[20].Minute), default));
    }

    private static void Same(IReadOnlyList<LedgerRow> expected, IReadOnlyList<LedgerRow> actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));
}
