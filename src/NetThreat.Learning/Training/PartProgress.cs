namespace NetThreat.Learning.Training;

/// <summary>The progress of one of several fits as progress of the whole.</summary>
public sealed class PartProgress(IProgress<FitProgress> whole, int part, int parts) : IProgress<FitProgress>
{
    public void Report(FitProgress value) => whole.Report(new FitProgress((part + value.Share) / parts, $"fit {part + 1} of {parts}: {value.State}"));
}
