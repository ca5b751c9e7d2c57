namespace NetThreat.Capture.Files;

/// <summary>A packet source that has something to tell people beside its losses.</summary>
public interface IWarningSource
{
    /// <summary>One line each, naming the input; complete once the source has ended.</summary>
    IReadOnlyList<string> Warnings { get; }
}
