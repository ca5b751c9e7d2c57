using System.Numerics;

namespace NetThreat.Learning.Networks.Layers;

/// <summary>A part of a network: its weights. What a pass through it needs of memory is a <see cref="Pass{T}"/>, of which there may be many at once.</summary>
internal abstract class Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Width of a row (of a step) that goes in.</summary>
    public abstract int Inputs { get; }

    /// <summary>Width of a row (of a step) that comes out.</summary>
    public abstract int Outputs { get; }

    public virtual IReadOnlyList<Parameter<T>> Parameters => [];

    /// <summary>Brings what the layer derives from its weights up to date; to be called whenever they changed.</summary>
    public virtual void Refresh()
    {
    }

    /// <param name="training">Will there be backward passes?</param>
    public abstract Pass<T> NewPass(bool training);
}
