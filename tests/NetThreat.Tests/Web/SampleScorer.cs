using NetThreat.Core.Flows;
using NetThreat.Core.Scores;

namespace NetThreat.Tests.Web;

/// <summary>Says of every flow what the test sets.</summary>
internal sealed class SampleScorer : IFlowScorer
{
    public FlowScore? Answer { get; set; }

    public IReadOnlyList<string> Models => Answer is null ? [] : [.. Answer.Parts.Select(p => p.Model)];

    public FlowScore? Explain(FlowRecord record) => Answer;
}
