using System.Collections.Concurrent;
using NetThreat.Learning.Datasets;
using NetThreat.Learning.Neighbors;
using NetThreat.Learning.Networks.Autoencoders;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Testing;

namespace NetThreat.Benchmarks.Quality;

/// <summary>Models of normal rows, with the mean rank scores of validation normals and test rows.</summary>
internal sealed record ScoredViews(NormalViews Views, double[] Validation, double[] Test);

/// <summary>NSL-KDD's official split, and the models of its normal rows that several rows of the table share.</summary>
internal sealed class NslData
{
    private readonly ConcurrentDictionary<(string, ulong), Lazy<ScoredViews>> _views = [];

    public NslData()
    {
        var train = Load("KDDTrain+.txt", null);
        var test = Load("KDDTest+.txt", train);
        Attacks = Names(test);
        TrainClasses = Classes(train);
        TestClasses = Classes(test);
        Train = Binary(train);
        Test = Binary(test);
    }

    /// <summary>Labels are 0 for normal and 1 for attack.</summary>
    public TrainingData Train { get; }

    public TrainingData Test { get; }

    /// <summary>Places in <see cref="NslKdd"/>'s five classes.</summary>
    public int[] TrainClasses { get; }

    public int[] TestClasses { get; }

    /// <summary>The attack of every test row.</summary>
    public string[] Attacks { get; }

    public static IReadOnlyList<string> ClassNames { get; } = new NslKdd().ClassesOf(Labelling.Classes);

    /// <summary>The seed's normal rows for training and validation.</summary>
    public (TrainingData Fit, TrainingData Validation) Normals(ulong seed) => Samples.Normals(Train, seed, mostFit: 20_000, mostValidation: 10_000);

    /// <summary>Autoencoders of normal rows in three scalings, with the rank scores of validation normals and test rows.</summary>
    public ScoredViews Autoencoders(ulong seed) => Views("autoencoder", seed, Autoencoder);

    /// <summary>Distances to the 5 nearest of 5000 normal rows in three scalings, likewise.</summary>
    public ScoredViews Nearest(ulong seed) => Views("nearest", seed, s => new NeighborDistanceTrainer { Seed = s, MaxRows = 5000 });

    private ScoredViews Views(string name, ulong seed, Func<ulong, IRowTrainer> make) => _views.GetOrAdd((name, seed), _ => new Lazy<ScoredViews>(() =>
    {
        var (fit, validation) = Normals(seed);
        var views = NormalViews.Fit(fit, validation, seed, (name, make));
        return new ScoredViews(views, views.Score(validation.Features), views.Score(Test.Features));
    })).Value;

    public static AutoencoderTrainer Autoencoder(ulong seed) => new() { Seed = seed, Units = 64, Code = 8, Layers = 2, Epochs = 30, BatchSize = 128 };

    private static Table Load(string file, Table? codes)
    {
        var options = new DatasetOptions { Labels = Labelling.Attacks };
        return DatasetCatalogue.Load(Data.Path("flows/nsl-kdd/" + file), codes is null ? options : options with { Categories = codes.Categories });
    }

    private static TrainingData Binary(Table table) => table.Relabel(DatasetFormat.Binary, c => c == "normal" ? "normal" : "attack").ToTrainingData();

    private static string[] Names(Table table) => [.. table.Labels!.Select(l => table.Classes[l])];

    private static int[] Classes(Table table)
    {
        var places = table.Classes.Select(c => ClassNames.ToList().IndexOf(NslKddAttacks.ClassOf(c)!)).ToArray();
        return [.. table.Labels!.Select(l => places[l])];
    }
}
