using NetThreat.Configuration;
using NetThreat.Detection.Scoring;
using NetThreat.Flows.Features;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Store;
using NetThreat.Learning.Trust;

namespace NetThreat.Composition;

/// <summary>The models of the configuration, ready to score this release's flow features.</summary>
internal static class ScoringModels
{
    /// <exception cref="Learning.LearningException">A model that is to be active cannot be used; one line that names it.</exception>
    public static ActiveModels Load(NetThreatOptions options)
    {
        var store = ModelStore.Of(options);
        var entries = store.Active(options.Models);
        var silent = entries.Where(e => e.Shipped && !options.Detection.Scoring.ReportShipped).Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        return new(entries.Select(Approved), FlowFeatures.Schema, m => !silent.Contains(m.Manifest.Id()));

        ServedModel Approved(ModelEntry entry)
        {
            ApprovedModels.Demand(entry, store.Folder);
            return ModelStore.Load(entry);
        }
    }
}
