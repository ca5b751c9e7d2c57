using System.Collections.Immutable;
using NetThreat.Core.Flows;
using NetThreat.Learning.Conformal;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;

namespace NetThreat.Learning.Serving;

/// <summary>
/// A model that is ready to score: the weights, what the manifest says of them, and the calibration of their scores. Immutable; safe for any
/// number of threads; nothing but construction allocates.
/// </summary>
public sealed class ServedModel
{
    private readonly ConformalCalibrator? _benign;

    /// <exception cref="LearningException">Weights and manifest do not belong together.</exception>
    public ServedModel(ModelManifest manifest, IModel model)
    {
        if (model.Kind != manifest.Kind) throw new LearningException($"model {manifest.Id()}: the manifest says '{manifest.Kind}', the weights are of the kind '{model.Kind}'");
        Demand(manifest, model);
        Manifest = manifest;
        Model = model;
        Classes = model switch
        {
            IClassifier c => c.Classes,
            ISequenceClassifier c => c.Classes,
            _ => [.. manifest.Classes],
        };
        if (!Classes.IsEmpty && Classes.Length != model.Outputs && model.Outputs != 1) throw new LearningException($"model {manifest.Id()}: {Classes.Length} classes for {model.Outputs} outputs");
        BenignClass = BenignOf(Classes);
        if (manifest.Calibration is { Scores.Count: > 0 } table) _benign = new([.. table.Scores], [.. table.Above], table.Rows);
    }

    public ModelManifest Manifest { get; }

    public IModel Model { get; }

    /// <summary>The class that means "nothing is wrong": the first that is called benign, normal or background, else the first.</summary>
    public static int BenignOf(ImmutableArray<string> classes) => Metrics.BenignClass.Of(classes);

    /// <summary>Empty for anomaly models.</summary>
    public ImmutableArray<string> Classes { get; }

    /// <summary>The class that means "nothing is wrong".</summary>
    public int BenignClass { get; }

    /// <summary>The outputs are one probability per class.</summary>
    public bool IsClassifier => Classes.Length > 1 && Model.Outputs == Classes.Length;

    /// <summary>Scores have p-values.</summary>
    public bool HasPValues => _benign is not null;

    /// <summary>Where the model's columns lie in a flow's feature row.</summary>
    /// <inheritdoc cref="FeatureBinding.Of"/>
    public FeatureBinding Bind(FeatureSchema schema)
    {
        try
        {
            return FeatureBinding.Of(Manifest.Columns(), schema);
        }
        catch (LearningException e)
        {
            throw new LearningException($"model {Manifest.Id()}: {e.Message}", e);
        }
    }

    /// <summary>
    /// The one number that p-values and thresholds are about, the higher the less normal: an anomaly model's only output, or one minus the
    /// probability of the benign class.
    /// </summary>
    /// <param name="outputs">What the model gave for one row.</param>
    public double Raw(ReadOnlySpan<double> outputs) => IsClassifier ? 1 - outputs[BenignClass] : outputs[0];

    /// <summary>
    /// The share of benign rows that score at least as high, never below 1 / (calibration rows + 1): how often a benign flow would look like
    /// this. 1 for a model without calibration.
    /// </summary>
    /// <param name="raw">A value of <see cref="Raw"/>.</param>
    public double PValue(double raw) => _benign?.PValue(raw) ?? 1;

    /// <summary>
    /// How likely the row is not benign, in [0, 1]: a classifier's probability; for an anomaly model 1 - p, which is a rank among benign rows
    /// and no probability of an attack.
    /// </summary>
    /// <param name="outputs">What the model gave for one row.</param>
    public double Suspicion(ReadOnlySpan<double> outputs) => IsClassifier ? Math.Clamp(Raw(outputs), 0, 1) : 1 - PValue(Raw(outputs));

    /// <summary>The likeliest class other than the benign one, or -1 for an anomaly model.</summary>
    public int LikeliestAttack(ReadOnlySpan<double> outputs)
    {
        if (!IsClassifier) return -1;
        int best = -1;
        for (int i = 0; i < outputs.Length; i++)
            if (i != BenignClass && (best < 0 || outputs[i] > outputs[best])) best = i;
        return best;
    }

    /// <summary>The raw score at which at most this share of benign rows alarms, or null where the manifest knows no rate that low.</summary>
    public double? Threshold(double falsePositiveRate)
    {
        double? score = null;
        foreach (var threshold in Manifest.Thresholds)
            if (threshold.FalsePositiveRate <= falsePositiveRate) score = threshold.Score;
        return score;
    }

    private static void Demand(ModelManifest manifest, IModel model)
    {
        try
        {
            model.Columns.Demand(manifest.Columns());
        }
        catch (LearningException e)
        {
            throw new LearningException($"model {manifest.Id()}: manifest and weights differ: {e.Message}", e);
        }
        bool sequence = model is ISequenceModel;
        if (sequence != manifest.Sequence is not null) throw new LearningException($"model {manifest.Id()}: the manifest {(sequence ? "has no" : "has a")} section 'sequence' and the model reads {(sequence ? "sequences" : "single rows")}");
        if (model is ISequenceModel s && manifest.Sequence is { } settings && settings.Steps > s.Steps) throw new LearningException($"model {manifest.Id()}: the manifest asks for {settings.Steps} steps, the model reads {s.Steps}");
    }
}
