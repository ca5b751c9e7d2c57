using System.Collections.Immutable;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Models;

/// <summary>A trained model: immutable, safe for any number of threads at once.</summary>
public interface IModel
{
    /// <summary>The kind's name in manifests and on the command line, for example <c>isolation-forest</c>.</summary>
    string Kind { get; }

    /// <summary>The columns of a row (of a step, for sequence models), in the order in which the model reads them.</summary>
    ColumnSet Columns { get; }

    /// <summary>Values that the model gives for a row: 1 for anomaly scores, one per class for classifiers.</summary>
    int Outputs { get; }

    /// <summary>Does the model give NaN a meaning? Otherwise a missing value is an error. Infinite values always are.</summary>
    bool HandlesMissing { get; }

    /// <summary>Writes all that scoring needs; <see cref="ModelFile"/> adds kind and columns.</summary>
    void Save(ModelWriter writer);
}

/// <summary>A model of single rows.</summary>
public interface IRowModel : IModel
{
    /// <summary>Scores rows without allocating; every row's result is the same alone and in any batch.</summary>
    /// <param name="rows">Rows of <see cref="IModel.Columns"/>.</param>
    /// <param name="scores"><c>rows.Count × Outputs</c> values, row-major.</param>
    /// <exception cref="LearningException">A row has the wrong width, or a value that the model cannot take (row and column are named).</exception>
    void Score(Rows rows, Span<double> scores);
}

/// <summary>One output: the higher, the less normal. Only its order means something until it is calibrated.</summary>
public interface IAnomalyModel : IRowModel;

/// <summary>One probability per class; the probabilities of a row sum to 1.</summary>
public interface IClassifier : IRowModel
{
    ImmutableArray<string> Classes { get; }
}

/// <summary>A model that says what each column contributed to a row's output.</summary>
public interface IExplainable : IRowModel
{
    /// <summary>Unit of the contributions, for example "score", "margin" (log-odds), "mean path length", "squared error".</summary>
    string ExplainedOutput { get; }

    /// <summary>Contributions of the columns to one output of one row; where they are additive, baseline + sum = the explained output.</summary>
    /// <param name="output">Which output (class), 0 to Outputs - 1.</param>
    /// <param name="contributions">One value per column; positive raises the output (makes the row less normal, the class likelier).</param>
    /// <returns>The baseline: what the model gives before it knows the row.</returns>
    double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions);
}

/// <summary>A model of sequences of rows.</summary>
public interface ISequenceModel : IModel
{
    /// <summary>Longest sequence that the model reads.</summary>
    int Steps { get; }

    /// <summary>Scores sequences; <paramref name="scores"/> holds <c>Count × Outputs</c> values.</summary>
    /// <exception cref="LearningException">Wrong width, too many steps, or a value that the model cannot take.</exception>
    void Score(Sequences sequences, Span<double> scores);
}

/// <summary>A sequence model with one probability per class.</summary>
public interface ISequenceClassifier : ISequenceModel
{
    ImmutableArray<string> Classes { get; }
}
