using System.Globalization;
using NetThreat.Core.Randomness;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Numerics;
using NetThreat.Learning.Networks.Optimisers;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Networks.Training;

/// <summary>
/// Mini-batch training by Adam with early stopping. A batch is cut into shards of a fixed size whose gradients are summed in their order: the
/// result is the same to the bit for any number of threads.
/// </summary>
internal sealed class NetworkFit
{
    private readonly Layer<float> _network;
    private readonly Objective _objective;
    private readonly NetworkFitSettings _settings;
    private readonly FitContext _context;
    private readonly Shard[] _shards;
    private readonly Adam<float> _optimiser;
    private long _step;

    private NetworkFit(Layer<float> network, Objective objective, NetworkFitSettings settings, FitContext context)
    {
        (_network, _objective, _settings, _context) = (network, objective, settings, context);
        _optimiser = new Adam<float>(weightDecay: settings.WeightDecay);
        _shards = new Shard[(settings.BatchSize + settings.ShardSize - 1) / settings.ShardSize];
        for (int i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new Shard(network, training: true);
            _shards[i].Pass.WantsInputGradient = false;
        }
    }

    /// <summary>Draws first weights and trains.</summary>
    /// <returns>The loss after every epoch: of the validation examples where there are any, else of training.</returns>
    /// <exception cref="LearningException">The loss is no longer finite.</exception>
    public static IReadOnlyList<double> Run(Layer<float> network, Objective objective, NetworkFitSettings settings, FitContext context)
    {
        WeightInitialisation.Draw(network, Xoshiro256.WordAt(settings.Seed, 0));
        return new NetworkFit(network, objective, settings, context).Run();
    }

    private List<double> Run()
    {
        var random = new Xoshiro256(Xoshiro256.WordAt(_settings.Seed, 1));
        var (training, validation) = HeldOut.Split(_objective.Count, _objective.Groups, _settings.ValidationShare, random);
        var stopping = validation.Length > 0 ? new EarlyStopping(_network.Parameters, _settings.Patience) : null;
        var losses = new List<double>();
        for (int epoch = 0; epoch < _settings.Epochs; epoch++)
        {
            HeldOut.Shuffle(training, random);
            double loss = Epoch(training);
            if (stopping is not null) loss = Loss(validation);
            losses.Add(loss);
            Report(epoch, loss, stopping);
            if (!double.IsFinite(loss)) throw new LearningException(string.Create(CultureInfo.InvariantCulture, $"training diverged in epoch {epoch + 1}: the loss is {loss}; scale the columns or lower learning-rate"));
            if (stopping is not null && stopping.Observe(loss)) break;
        }
        stopping?.Restore();
        _network.Refresh();
        return losses;
    }

    private double Epoch(int[] training)
    {
        double sum = 0, weight = 0;
        int steps = (training.Length + _settings.BatchSize - 1) / _settings.BatchSize;
        for (int first = 0; first < training.Length; first += _settings.BatchSize, _step++)
        {
            _context.Cancelled.ThrowIfCancellationRequested();
            int count = Math.Min(_settings.BatchSize, training.Length - first);
            double batchWeight = _objective.WeightOf(training.AsSpan(first, count));
            if (batchWeight <= 0) continue;
            sum += RunShards(training, first, count, 1 / batchWeight, training: true);
            weight += batchWeight;
            Update(count, (double)_step / ((long)steps * _settings.Epochs));
        }
        return sum / weight;
    }

    private void Update(int count, double share)
    {
        var total = _shards[0].Pass.Gradients;
        for (int s = 1; s * _settings.ShardSize < count; s++)
        {
            for (int i = 0; i < total.Count; i++) RowMath.Add<float>(_shards[s].Pass.Gradients[i], total[i]);
        }
        if (_settings.MaxGradientNorm > 0) GradientClipping.Clip(total, _settings.MaxGradientNorm);
        _optimiser.Step(_network.Parameters, total, _settings.LearningRate * _settings.Schedule.Factor(share));
        _network.Refresh();
    }

    private double Loss(int[] examples)
    {
        double sum = 0;
        for (int first = 0; first < examples.Length; first += _settings.BatchSize)
        {
            sum += RunShards(examples, first, Math.Min(_settings.BatchSize, examples.Length - first), 1, training: false);
        }
        double weight = _objective.WeightOf(examples);
        return weight > 0 ? sum / weight : sum;
    }

    private double RunShards(int[] examples, int first, int count, double scale, bool training)
    {
        int shards = (count + _settings.ShardSize - 1) / _settings.ShardSize;
        if (_context.Threads > 1 && shards > 1)
            Parallel.For(0, shards, new ParallelOptions { MaxDegreeOfParallelism = _context.Threads }, s => RunShard(s, examples, first, count, scale, training));
        else
            for (int s = 0; s < shards; s++) RunShard(s, examples, first, count, scale, training);
        double sum = 0;
        for (int s = 0; s < shards; s++) sum += _shards[s].Loss;
        return sum;
    }

    private void RunShard(int s, int[] examples, int first, int count, double scale, bool training)
    {
        int start = s * _settings.ShardSize, size = Math.Min(_settings.ShardSize, count - start);
        var shard = _shards[s];
        if (training) shard.Pass.ClearGradients();
        var mode = new PassMode(training, training ? Xoshiro256.WordAt(_settings.Seed, 2 + _step * _shards.Length + s) : 0);
        shard.Loss = _objective.Run(shard, examples.AsSpan(first + start, size), scale, mode);
    }

    private void Report(int epoch, double loss, EarlyStopping? stopping) =>
        _context.Progress?.Report(new FitProgress(
            (epoch + 1.0) / _settings.Epochs,
            string.Create(CultureInfo.InvariantCulture, $"epoch {epoch + 1} of {_settings.Epochs}, {(stopping is null ? "training" : "validation")} loss {loss:G4}")));
}
