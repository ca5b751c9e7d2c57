using NetThreat.Learning.Datasets;
using NetThreat.Learning.Tables;
using NetThreat.Testing;

namespace NetThreat.Benchmarks.Quality;

/// <summary>UNSW-NB15: 19,734 rows to train, the official 82,332-row part to test.</summary>
internal sealed class UnswData
{
    public UnswData()
    {
        var options = new DatasetOptions { Labels = Labelling.Classes };
        var train = DatasetCatalogue.Load(Data.Path("flows/unsw-nb15/unsw_fsids_outside_82k.csv.gz"), options);
        var test = DatasetCatalogue.Load(Data.Path("flows/unsw-nb15/UNSW_NB15_training-set.csv"), options with { Categories = train.Categories });
        (Train, Test) = (train.ToTrainingData(), test.ToTrainingData());
    }

    /// <summary>Labels are places in <see cref="ClassNames"/>; 0 is normal.</summary>
    public TrainingData Train { get; }

    public TrainingData Test { get; }

    public static IReadOnlyList<string> ClassNames { get; } = new UnswNb15().ClassesOf(Labelling.Classes);

    /// <summary>Rows of each class in the other published part (175,341 rows; Moustafa and Slay 2016, table 2), in the order of <see cref="ClassNames"/>.</summary>
    public static IReadOnlyList<double> PublishedCounts { get; } = [56_000, 2_000, 1_746, 12_264, 33_393, 18_184, 40_000, 10_491, 1_133, 130];

    /// <summary>Weights that give the training rows the published shares of classes, with mean 1.</summary>
    public float[] PublishedWeights(int[] labels)
    {
        var counts = labels.CountBy(l => l).ToDictionary();
        double scale = labels.Length / counts.Keys.Sum(c => PublishedCounts[c]);
        return [.. labels.Select(l => (float)(PublishedCounts[l] / counts[l] * scale))];
    }

    public static TrainingData Binary(TrainingData data) => new(data.Features, data.Columns)
    {
        Labels = [.. data.Labels!.Select(l => Math.Min(l, 1))],
        Classes = DatasetFormat.Binary,
        Weights = data.Weights,
    };

    public static TrainingData Weighted(TrainingData data, float[] weights) => new(data.Features, data.Columns) { Labels = data.Labels, Classes = data.Classes, Weights = weights };

    public string[] TestNames => [.. Test.Labels!.Select(l => ClassNames[l])];
}
