namespace NetThreat.Evaluation;

/// <summary>What is wrong with a labels file.</summary>
/// <param name="Line">Counted from 1; 0 where the whole file is meant.</param>
internal sealed record LabelError(string File, int Line, string Problem)
{
    public override string ToString() => Line == 0 ? $"{File}: {Problem}" : $"{File}:{Line}: {Problem}";
}

/// <summary>The labels, or everything that is wrong with them.</summary>
internal sealed record LabelFileResult(IReadOnlyList<LabelledActivity> Activities, IReadOnlyList<LabelError> Errors);
