using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Time;

namespace NetThreat.Detection.Flows;

/// <summary>
/// Finds evidence in the flow records of one partition. Records come in order of (event time, id); between them the clock closes
/// intervals. What it finds depends on the records of one initiator alone, so that the number of partitions changes nothing.
/// </summary>
internal interface IFlowDetector
{
    /// <summary>The prefix of its entries in checkpoints.</summary>
    string Name { get; }

    void OnRecord(string site, FlowRecord record);

    /// <summary>Flows of one packet that have no record; in order with the records.</summary>
    void OnAggregate(string site, AggregateRecord aggregate);

    /// <summary>Weighs what changed in the interval that ends at <paramref name="end"/>.</summary>
    void CloseInterval(Timestamp end, List<Finding> findings);

    /// <summary>Ends everything that is due at or before <paramref name="now"/>; the greatest time ends all.</summary>
    void Expire(Timestamp now, List<Finding> findings);

    void TakeChanges(List<KeyValuePair<string, byte[]?>> entries);

    void Restore(string key, byte[] saved);
}
