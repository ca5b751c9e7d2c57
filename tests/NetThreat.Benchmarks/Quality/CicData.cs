using NetThreat.Learning.Datasets;
using NetThreat.Learning.Tables;
using NetThreat.Testing;

namespace NetThreat.Benchmarks.Quality;

/// <summary>CIC-IDS2017: 53,768 rows to train and 17,927 to test, stratified, without duplicates.</summary>
internal sealed class CicData
{
    public CicData()
    {
        var options = new DatasetOptions { Labels = Labelling.Classes };
        var train = DatasetCatalogue.Load(Path("train"), options);
        var test = DatasetCatalogue.Load(Path("test"), options).Relabel(train.Classes, c => c);
        (Train, Test) = (train.ToTrainingData(), test.ToTrainingData());
    }

    /// <summary>14 classes; 0 is normal.</summary>
    public TrainingData Train { get; }

    public TrainingData Test { get; }

    public string[] TestNames => [.. Test.Labels!.Select(l => Test.Classes[l])];

    public int[] TestBinary => [.. Test.Labels!.Select(l => Math.Min(l, 1))];

    public static string Path(string part) => Data.Path($"flows/cic-ids2017/cicids2017_{part}.csv.gz");
}
