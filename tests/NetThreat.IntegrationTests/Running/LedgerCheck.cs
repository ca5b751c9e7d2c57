namespace NetThreat.IntegrationTests.Running;

/// <summary>Nothing is lost without a number: in = out + dropped + held, added up here again.</summary>
internal static class LedgerCheck
{
    private static readonly string[] s_stages = ["capture", "meter", "publish", "detect", "merge", "correlate"];

    public static async Task AllBalancedAsync(ApiClient api)
    {
        var rows = await api.ItemsAsync("ledger?limit=2000");
        Assert.Empty(s_stages.Except(rows.Select(r => r.GetProperty("stage").GetString())));
        Assert.All(rows, r =>
        {
            long dropped = r.GetProperty("dropped").EnumerateObject().Sum(d => d.Value.GetInt64());
            Assert.Equal(r.GetProperty("in").GetInt64(), r.GetProperty("out").GetInt64() + dropped + r.GetProperty("held").GetInt64());
        });
    }
}
