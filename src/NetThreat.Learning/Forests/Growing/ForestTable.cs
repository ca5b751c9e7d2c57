using NetThreat.Learning.Boosting.Binning;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Forests.Growing;

/// <summary>The training table as all trees read it: values row after row, and bins of one byte column after column.</summary>
internal sealed unsafe class ForestTable
{
    private readonly byte[][] _bins;

    public ForestTable(Matrix features, ulong seed, int threads)
    {
        Features = features;
        Binned = new BinnedTable(features, ColumnBins.Missing, seed, threads);
        _bins = new byte[features.Columns][];
        for (int c = 0; c < _bins.Length; c++)
        {
            var bins = _bins[c] = new byte[features.Rows];
            var from = Binned.Column(c, out int stride);
            for (int r = 0; r < bins.Length; r++) bins[r] = from[(long)r * stride];
        }
    }

    public Matrix Features { get; }

    /// <summary>Where the bins lie.</summary>
    public BinnedTable Binned { get; }

    /// <summary>The bin of every row in one column.</summary>
    public byte[] Bins(int column) => _bins[column];
}
