using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Linear;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Autoencoders;
using NetThreat.Learning.Networks.Classifiers;
using NetThreat.Learning.Onnx.Export;
using NetThreat.Learning.Onnx.Format;
using NetThreat.Learning.Onnx.Scoring;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Onnx;

/// <summary>What ONNX Runtime gives for an exported model is what the model gives: 1e-5, on rows that it has seen and on others.</summary>
public sealed class OnnxExportTests
{
    private const int Columns = 7;

    public static TheoryData<string> Kinds => [.. Trainers.Keys];

    private static readonly SortedDictionary<string, (IRowTrainer Trainer, int Classes)> Trainers = new(StringComparer.Ordinal)
    {
        ["isolation-forest"] = (new IsolationForestTrainer { Seed = 3 }, 0),
        ["random-forest-2"] = (new RandomForestTrainer { Seed = 3 }, 2),
        ["random-forest-5"] = (new RandomForestTrainer { Seed = 3 }, 5),
        ["extra-trees-4"] = (new ExtraTreesTrainer { Seed = 3 }, 4),
        ["gradient-boosting-2"] = (new GradientBoostingTrainer { Seed = 3 }, 2),
        ["gradient-boosting-4"] = (new GradientBoostingTrainer { Seed = 3 }, 4),
        ["autoencoder"] = (new AutoencoderTrainer { Seed = 3, Epochs = 3 }, 0),
        ["variational-autoencoder"] = (new PipelineTrainer(StepNames.Parse("standard"), new VariationalAutoencoderTrainer { Seed = 3, Epochs = 3 }), 0),
        ["dense-classifier-2"] = (new DenseClassifierTrainer { Seed = 3, Epochs = 3 }, 2),
        ["dense-classifier-3"] = (new DenseClassifierTrainer { Seed = 3, Epochs = 3 }, 3),
        ["logistic-regression-2"] = (new LogisticRegressionTrainer(), 2),
        ["logistic-regression-4"] = (new LogisticRegressionTrainer(), 4),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_exported_model_gives_our_scores(string kind)
    {
        var (trainer, classes) = Trainers[kind];
        var model = trainer.Fit(Data(400, classes, seed: 11), FitContext.Default);
        Same(model, Data(500, classes, seed: 12).Features);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("robust")]
    [InlineData("min-max")]
    [InlineData("log")]
    [InlineData("log,standard")]
    [InlineData("fill-median,log,robust")]
    [InlineData("fill-median-indicator,standard")]
    [InlineData("fill-zero,min-max")]
    public void Preprocessing_is_part_of_the_file(string steps)
    {
        foreach (var (trainer, classes) in new (IRowTrainer, int)[] { (new RandomForestTrainer { Seed = 5 }, 3), (new AutoencoderTrainer { Seed = 5, Epochs = 3 }, 0) })
        {
            var model = new PipelineTrainer(StepNames.Parse(steps), trainer).Fit(Data(300, classes, seed: 21), FitContext.Default);
            var rows = Data(300, classes, seed: 22).Features;
            if (model.HandlesMissing) Punch(rows);
            Same(model, rows);
        }
    }

    [Fact]
    public void Categories_become_columns_in_the_file()
    {
        var data = Data(300, 2, seed: 31);
        for (int i = 0; i < data.Features.Rows; i++) data.Features[i][2] = Xoshiro256.WordAt(31, i) % 4;
        var columns = new ColumnSet(data.Columns.Columns.Select((c, i) => i == 2 ? c with { Categories = ["icmp", "tcp", "udp", "gre", "esp"] } : c));
        data = new TrainingData(data.Features, columns) { Labels = data.Labels, Classes = data.Classes };
        var model = new PipelineTrainer(StepNames.Parse("one-hot,standard"), new RandomForestTrainer { Seed = 5 }).Fit(data, FitContext.Default);
        var rows = Data(200, 2, seed: 32).Features;
        // Known codes, and ones that training did not hold.
        for (int i = 0; i < rows.Rows; i++) rows[i][2] = i % 6;
        Same(model, rows);
    }

    [Fact]
    public void Boosting_sends_missing_values_the_same_way()
    {
        var data = Data(500, 2, seed: 41);
        Punch(data.Features);
        var model = new GradientBoostingTrainer { Seed = 5 }.Fit(data, FitContext.Default);
        Assert.True(model.HandlesMissing);
        var rows = Data(300, 2, seed: 42).Features;
        Punch(rows);
        Same(model, rows);
    }

    [Fact]
    public void Rows_on_and_beside_a_threshold_reach_the_same_leaves()
    {
        var model = (DecisionForestModel)new RandomForestTrainer { Seed = 7 }.Fit(Data(200, 2, seed: 51), FitContext.Default);
        var rows = new Matrix(300, Columns);
        for (int i = 0, node = 0; i < rows.Rows; i++, node++)
        {
            while (model.Ensemble.Feature[node % model.Ensemble.Nodes] < 0) node++;
            float threshold = model.Ensemble.Threshold[node % model.Ensemble.Nodes];
            rows[i].Fill(threshold);
            rows[i][model.Ensemble.Feature[node % model.Ensemble.Nodes]] = (i % 3) switch { 0 => threshold, 1 => MathF.BitIncrement(threshold), _ => MathF.BitDecrement(threshold) };
        }
        Same(model, rows);
    }

    [Fact]
    public void A_quantile_scale_is_refused_by_name()
    {
        var model = new PipelineTrainer(StepNames.Parse("quantile"), new RandomForestTrainer { Seed = 5 }).Fit(Data(200, 2, seed: 61), FitContext.Default);
        Assert.Contains("the quantile scale of column 'c0' cannot be written as ONNX", Assert.Throws<LearningException>(() => OnnxExport.Of(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_that_ONNX_does_not_express_is_refused_by_name()
    {
        var model = new NetThreat.Learning.Svm.OneClassSvmTrainer().Fit(Data(60, 0, seed: 71), FitContext.Default);
        Assert.Contains("'one-class-svm' cannot be written as ONNX", Assert.Throws<LearningException>(() => OnnxExport.Of(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        var model = new RandomForestTrainer { Seed = 7 }.Fit(Data(200, 3, seed: 81), FitContext.Default);
        Assert.Equal(OnnxExport.Of(model).File, OnnxExport.Of(model).File);
        var info = OnnxInspector.Inspect(OnnxExport.Of(model).File);
        Assert.Equal((8, 17, 3), (info.IrVersion, info.Opsets["ai.onnx"], info.Opsets["ai.onnx.ml"]));
    }

    private static void Same(IRowModel model, Matrix rows)
    {
        var export = OnnxExport.Of(model);
        var classes = (model as IClassifier)?.Classes;
        var imported = (IRowModel)OnnxModel.Load(export.File, export.Onnx, model.Columns, classes);
        Assert.Equal((model.Outputs, model.HandlesMissing), (imported.Outputs, imported.HandlesMissing));
        double[] ours = OnnxImportTests.Score(model, rows), theirs = OnnxImportTests.Score(imported, rows);
        for (int i = 0; i < ours.Length; i++) OnnxReference.Close(ours[i], theirs[i], $"row {i / model.Outputs + 1}, output {i % model.Outputs}");
        Assert.True(ours.Distinct().Count() > 20, "the rows tell nothing apart");
    }

    /// <summary>Columns of many scales; the classes differ in their means.</summary>
    private static TrainingData Data(int rows, int classes, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var features = new Matrix(rows, Columns);
        var labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = classes > 0 ? i % classes : 0;
            for (int c = 0; c < Columns; c++)
            {
                double x = random.NextDouble() + random.NextDouble() + labels[i] * ((c % 3) + 1) * 0.4;
                features[i][c] = (float)(c % 4 == 3 ? Math.Exp(5 * x) - 20 : x);
            }
        }
        return new TrainingData(features) { Labels = classes > 0 ? labels : null, Classes = [.. Enumerable.Range(0, classes).Select(c => $"class {c}")] };
    }

    private static void Punch(Matrix rows)
    {
        for (int i = 0; i < rows.Rows; i++) rows[i][i % Columns] = float.NaN;
    }
}
