using NetThreat.Core.Flows;

namespace NetThreat.Capture.Logs;

/// <summary>Adds transactions to a flow's facts within their bounds.</summary>
internal static class FactLists
{
    public static ApplicationFacts Add(ApplicationFacts facts, DnsTransaction transaction) => facts with
    {
        Service = facts.Service ?? "dns",
        DnsQueries = facts.DnsQueries + 1,
        Dns = facts.Dns.Count < ApplicationFacts.MaxDnsTransactions ? [.. facts.Dns, transaction] : facts.Dns,
    };

    public static ApplicationFacts Add(ApplicationFacts facts, HttpTransaction transaction) => facts with
    {
        Service = facts.Service ?? "http",
        HttpRequests = facts.HttpRequests + 1,
        Http = facts.Http.Count < ApplicationFacts.MaxHttpTransactions ? [.. facts.Http, transaction] : facts.Http,
    };

    public static ApplicationFacts Add(ApplicationFacts facts, ApplicationField field) => facts.Fields.Count < ApplicationFacts.MaxFields
        ? facts with { Fields = [.. facts.Fields, field] }
        : facts with { FieldsLeftOut = facts.FieldsLeftOut + 1 };
}
