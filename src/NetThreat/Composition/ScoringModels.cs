using NetThreat.Configuration;
using NetThreat.Detection.Scoring;
using NetThreat.Flows.Features;
using NetThreat.Learning.Store;

namespace NetThreat.Composition;

/// <summary>The models of the configuration, ready to score this release's flow features.</summary>
internal static class ScoringModels
{
    /// <exception cref="Learning.LearningException">A model that is to be active cannot be used; one line that names it.</exception>
    public static ActiveModels Load(NetThreatOptions options) =>
        new(ModelStore.Of(options).Active(options.Models).Select(ModelStore.Load), FlowFeatures.Schema);
}
