using NetThreat.Core.Findings;
using NetThreat.Core.Time;

namespace NetThreat.Detection.Hosts;

/// <summary>Finds evidence in the merged summaries of a host; called once per host and interval, intervals in order.</summary>
internal interface IHostDetector
{
    string Name { get; }

    void OnInterval(SiteHost host, Timestamp interval, ResponderSummary summary, List<Finding> findings);

    void Expire(Timestamp now, List<Finding> findings);

    void TakeChanges(List<KeyValuePair<string, byte[]?>> entries);

    void Restore(string key, byte[] saved);
}
